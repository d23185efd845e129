// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What the names in C that belong to the cases of a type add to its identifier, all different from each other.
///
///     enum Filter { case all, type(String) }   // shop_filter
///     enumerators   _ALL, _TYPE                // SHOP_FILTER_ALL
///     structures    _all, _type_2              // shop_filter_type is the description of the type
struct CCaseNames {
  /// The end of each case's enumerator.
  private(set) var enumerators: [String] = []
  /// The member of the union for each case with associated values.
  private(set) var members: [String] = []
  /// The end of the struct of each case with associated values.
  private(set) var structures: [String] = []
  /// The ends of all names that belong to the type.
  private(set) var suffixes = ["", "_type", "_fields", "_cases"]

  init(_ content: InterfaceNamedType.Content) {
    var scope = NameScope(reserved: [])
    switch content {
    case .rawValues(let values):
      enumerators = values.cases.map { "_" + scope.claim($0.name, .upperSnake) }
    case .enumeration(let cases):
      enumerators = cases.map { "_" + scope.claim($0.name, .upperSnake) }
      suffixes.append("_kind")
      nameStructures(of: cases)
    case .record, .raw, .alias: break
    }
    suffixes += enumerators
  }

  private mutating func nameStructures(of cases: [InterfaceCase]) {
    var scope = NameScope(reserved: CText.keywords.union(["kind"]))
    var taken = Set(suffixes)
    for one in cases {
      let member = scope.claim(one.name, .snake)
      // A struct has a description and fields of its own.
      let ends = one.fields.isEmpty ? [""] : CDefinition.structureSuffixes
      var (structure, number) = ("_" + member, 1)
      while ends.contains(where: { taken.contains(structure + $0) }) {
        number += 1
        structure = "_\(member)_\(number)"
      }
      members.append(member)
      structures.append(structure)
      suffixes += ends.map { structure + $0 }
      taken.formUnion(ends.map { structure + $0 })
    }
  }
}
