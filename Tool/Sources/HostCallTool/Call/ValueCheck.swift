// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CBORCodec
package import HostCall

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Checks whether a value has the type that a descriptor states.
///
///     {"userID": "7"}    →    .userID: found "7", expected uint
///
/// The check accepts what the core's decoder accepts, such as a whole number in place of one in floating point, and
/// keys that the type does not have.
package struct ValueCheck: Sendable {
  private typealias ValueType = HostCallDescriptor.ValueType

  private let named: [String: HostCallDescriptor.ValueType]
  // A descriptor from elsewhere may define types by themselves, or with very many alternatives.
  private var steps = 100_000
  private static let maximumDepth = 400

  package init(_ types: [HostCallDescriptor.NamedType]) {
    named = Dictionary(types.map { ($0.name, $0.type) }) { first, _ in first }
  }

  /// Checks that a value has a type.
  ///
  /// - Throws: The first difference.
  package mutating func check(_ value: CBORValue, _ type: HostCallDescriptor.ValueType) throws(ValueError) {
    try check(value, type, [])
  }

  private mutating func check(_ value: CBORValue, _ type: ValueType, _ path: [String]) throws(ValueError) {
    steps -= 1
    guard steps > 0, path.count < Self.maximumDepth else { return }
    let items = type.items ?? []
    switch (type.kind, items.count) {
    case (.builtIn, _): try checkBuiltIn(value, type.name ?? "", path)
    case (.named, _):
      // The empty component counts the depth of types that are defined by themselves.
      if let type = named[type.name ?? ""] { try check(value, type, path + [""]) }
    case (.nullable, 1):
      if value != .null, value != .undefined { try check(value, items[0], path + [""]) }
    case (.array, 1): for (index, one) in try elements(value, path) { try check(one, items[0], path + ["[\(index)]"]) }
    case (.tuple, _), (.sequence, 1...): try checkTuple(value, type, path)
    case (.pairs, 2):
      for (index, one) in try elements(value, path) { try check(one, items[index % 2], path + ["[\(index)]"]) }
    case (.dictionary, 1), (.numberedDictionary, 1):
      for pair in try pairs(value, path) { try check(pair.value, items[0], path + [ValueError.component(pair.key)]) }
    case (.record, _): try check(try pairs(value, path), type.fields ?? [], path)
    case (.enumeration, _): try checkEnumeration(value, type.cases ?? [], path)
    case (.rawEnumeration, _): try checkRawValue(value, type, path)
    case (.choice, 1...): try checkChoice(value, items, path)
    default: break  // in CDDL, unknown, or of a later version
    }
  }

  // MARK: Containers

  private func elements(_ value: CBORValue, _ path: [String]) throws(ValueError) -> [(Int, CBORValue)] {
    guard case .array(let elements) = value else { throw difference(value, "an array", path) }
    return Array(elements.enumerated().map { ($0.offset, $0.element) })
  }

  private func pairs(_ value: CBORValue, _ path: [String]) throws(ValueError) -> [CBORValue.Pair] {
    guard case .map(let pairs) = value else { throw difference(value, "a map", path) }
    return pairs
  }

  private mutating func check(
    _ pairs: [CBORValue.Pair], _ fields: [HostCallDescriptor.Field], _ path: [String]
  ) throws(ValueError) {
    for field in fields {
      if let pair = pairs.first(where: { $0.key == .text(field.key) }) {
        try check(pair.value, field.type, path + [".\(field.key)"])
      } else if !field.isOptional {
        let keys = pairs.compactMap { if case .text(let key) = $0.key { key } else { nil } }
        let found = pairs.isEmpty ? "no keys" : "the keys \(keys.joined(separator: ", "))"
        throw ValueError(path: path.joined(), found: found, expected: "the key \(field.key)")
      }
    }
  }

  private mutating func checkTuple(_ value: CBORValue, _ type: ValueType, _ path: [String]) throws(ValueError) {
    let items = type.items ?? []
    let elements = try elements(value, path)
    let least = type.kind == .sequence ? items.count - 1 : items.count
    guard elements.count >= least else {
      throw ValueError(path: path.joined(), found: "\(elements.count) elements", expected: "at least \(least)")
    }
    for (index, one) in elements where type.kind == .sequence || index < items.count {
      try check(one, items[min(index, items.count - 1)], path + ["[\(index)]"])
    }
  }

  // MARK: Alternatives

  private mutating func checkEnumeration(
    _ value: CBORValue, _ cases: [HostCallDescriptor.Case], _ path: [String]
  ) throws(ValueError) {
    guard cases.allSatisfy({ $0.name != nil }) else { return }
    guard case .map(let pairs) = value, pairs.count == 1, case .text(let name) = pairs[0].key,
      let one = cases.first(where: { $0.name == name })
    else {
      let names = cases.compactMap(\.name).joined(separator: ", ")
      throw difference(value, "a map with one of the keys \(names)", path)
    }
    let path = path + [".\(name)"]
    try check(try self.pairs(pairs[0].value, path), one.fields ?? [], path)
  }

  private func checkRawValue(_ value: CBORValue, _ type: ValueType, _ path: [String]) throws(ValueError) {
    let cases = type.cases ?? []
    let known = cases.compactMap(\.rawValue)
    guard known.count == cases.count else { return }
    let isKnown =
      switch (type.name, value, value.integer) {
      case ("tstr", let value, _): if case .text(let text) = value { known.contains(text) } else { false }
      case ("int", _, let number?): known.contains { Int128($0) == number }
      case ("int", .float(let number), _), ("float", .float(let number), _): known.contains { Double($0) == number }
      case ("float", _, let number?): known.contains { Double($0) == Double(number) }
      case ("int", _, nil), ("float", _, nil): false
      default: true  // of a later version
      }
    if !isKnown { throw difference(value, "one of \(known.joined(separator: ", "))", path) }
  }

  private mutating func checkChoice(_ value: CBORValue, _ items: [ValueType], _ path: [String]) throws(ValueError) {
    var first: ValueError?
    for item in items {
      do throws(ValueError) {
        return try check(value, item, path + [""])
      } catch {
        first = first ?? error
      }
    }
    if let first { throw first }
  }

  // MARK: Single values

  /// Decodes the value as the core does.
  private func checkBuiltIn(_ value: CBORValue, _ name: String, _ path: [String]) throws(ValueError) {
    guard let type = Self.builtIn[name], (try? type.decoding(value)) == nil else { return }
    throw difference(value, name, path)
  }

  private static let builtIn: [String: any (Decodable & Sendable).Type] = [
    "bool": Bool.self, "tstr": String.self, "bytes": [UInt8].self, "float": Double.self, "float16-32": Float.self,
    "uint": UInt64.self, "uint8": UInt8.self, "uint16": UInt16.self, "uint32": UInt32.self, "uint128": UInt128.self,
    "int8": Int8.self, "int16": Int16.self, "int32": Int32.self, "int64": Int64.self, "int128": Int128.self,
    "time": Date.self, "uuid": UUID.self, "decfrac": Decimal.self, "uri": URL.self,
  ]

  private func difference(_ value: CBORValue, _ expected: String, _ path: [String]) -> ValueError {
    ValueError(path: path.joined(), found: value, expected: expected)
  }
}

extension Decodable {
  fileprivate static func decoding(_ value: CBORValue) throws -> Self {
    try CBORDecoder().decode(Self.self, from: try CBOREncoder().encode(value))
  }
}
