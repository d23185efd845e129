// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A named type: a record, an enumeration, a raw struct, or another name for a type.
package struct InterfaceNamedType: Hashable, Sendable {
  /// What a named type is.
  package enum Content: Hashable, Sendable {
    /// A map with the fields.
    case record([InterfaceField])
    /// A map of one entry: the name of a case, and a map of its associated values.
    case enumeration([InterfaceCase])
    case rawValues(RawValueEnumeration)
    case raw(RawStruct)
    /// Another type; the reader makes sure that no alias leads to itself through aliases only.
    case alias(InterfaceType)
  }

  /// The name in Swift, such as `Profile`, by which ``InterfaceType/named(_:)`` refers to it.
  ///
  /// Unique, but not necessarily an identifier: a second type of the same name is `Profile-2`.
  package var name: String
  package var content: Content
  /// The description, if there is one.
  package var documentation: String?

  /// The types of the fields, or of the alias.
  package var parts: [InterfaceType] {
    switch content {
    case .record(let fields): fields.map(\.type)
    case .enumeration(let cases): cases.flatMap { $0.fields.map(\.type) }
    case .alias(let type): [type]
    case .rawValues, .raw: []
    }
  }
}
