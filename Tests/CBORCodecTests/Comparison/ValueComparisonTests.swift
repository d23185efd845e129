// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("Values compared with Foundation's JSON coders")
struct ValueComparisonTests {
  /// Checks that a value survives a round trip in both formats, and that both have the same structure: the same keys,
  /// elements and nulls.
  private func compare<Value: Codable & Equatable>(
    _ value: Value, location: SourceLocation = #_sourceLocation
  ) throws {
    let json = try JSONEncoder().encode(value)
    let cbor: [UInt8] = try CBOREncoder().encode(value)
    #expect(try JSONDecoder().decode(Value.self, from: json) == value, sourceLocation: location)
    #expect(try CBORDecoder().decode(Value.self, from: cbor) == value, sourceLocation: location)
    let ofJSON = try JSONDecoder().decode(CBORValue.self, from: json).asJSONHasIt
    let ofCBOR = try CBORDecoder().decode(CBORValue.self, from: cbor).asJSONHasIt
    #expect(ofCBOR == ofJSON, sourceLocation: location)
    // CBOR with JSON's structure decodes too, even with an integer in place of a float.
    let withStructureOfJSON: [UInt8] = try CBOREncoder().encode(ofJSON)
    #expect(try CBORDecoder().decode(Value.self, from: withStructureOfJSON) == value, sourceLocation: location)
  }

  @Test("optionals have the same structure as in JSON")
  func optionals() throws {
    try compare(Optionals(some: 1, none: nil, nested: "a", list: [1, nil], table: ["a": nil, "b": true], inner: nil))
    try compare(Optionals(some: nil, none: 0, nested: nil, list: [], table: [:], inner: .init(value: 1.5)))
    try compare([nil, 1, nil] as [Int?])
    try compare(Optionals.Inner?.none)
    try compare([[nil], [1.5]] as [[Double?]])
  }

  @Test("nested generic types have the same structure as in JSON")
  func generics() throws {
    let page = Page(items: [1, 2], next: .init(last: 2, pages: [Page(items: [], next: nil)]))
    try compare(page)
    try compare(Page(items: [page], next: .init(last: page, pages: [])))
    try compare(Page(items: ["a": [page]].map { [$0.key: $0.value] }, next: nil))
  }

  @Test(
    "enums with associated values have the same structure as in JSON",
    arguments: [
      .empty, .circle(radius: 1.5), .segment(1, -2), .group([], name: nil),
      .group([.empty, .group([.circle(radius: 0)], name: "a")], name: "b"),
    ] as [Shape])
  func shapes(_ shape: Shape) throws {
    try compare(shape)
    try compare([shape])
    try compare(["a": shape])
  }

  @Test("enums with raw values have the same structure as in JSON")
  func rawValues() throws {
    try compare(Suit.hearts)
    try compare([Level.low, .high])
  }

  @Test("class hierarchies have the same structure as in JSON")
  func classes() throws {
    try compare(Animal(name: "a"))
    try compare(Dog(name: "b", tricks: ["sit"]))
    try compare([Puppy(name: "c", tricks: [], weeks: 3)])
  }

  @Test("types with custom keys and nested containers have the same structure as in JSON")
  func names() throws {
    try compare(Renamed(identifier: 1, fullName: "a b"))
    try compare(Nested(latitude: 1.5, longitude: -2, renamed: Renamed(identifier: 1, fullName: "a b")))
  }

  @Test("dictionaries keyed by integers, enums, floats and strings have the same structure as in JSON")
  func dictionaries() throws {
    try compare(
      Dictionaries(
        byInt: [-1: "a", 5: "b"], byInt8: [-128: 1], bySuit: [.hearts: 1, .spades: 2], byDouble: [1.5: true],
        byString: ["": [:], "a": ["b": 1]]))
    try compare(Dictionaries(byInt: [:], byInt8: [:], bySuit: [:], byDouble: [:], byString: [:]))
  }

  @Test("heterogeneous arrays have the same structure as in JSON")
  func heterogeneous() throws {
    let animal = Animal(name: "a")
    try compare(Heterogeneous(number: 1, text: "b", pairs: ["c": 2], list: [1.5, 2], animal: animal))
    try compare([Heterogeneous(number: 0, text: nil, pairs: [:], list: [], animal: animal)])
  }

  @Test("property wrappers have the same structure as in JSON, and the same values if a key is missing")
  func wrappers() throws {
    try compare(Wrapped(share: 50, labels: ["a"]))
    for (json, cbor) in [
      (#"{"share": 200}"#, "a165736861726518c8"),
      (#"{"share": 200, "labels": null}"#, "a265736861726518c8666c6162656c73f6"),
    ] {
      let expected = Wrapped(share: 100, labels: [])
      #expect(try JSONDecoder().decode(Wrapped.self, from: Data(json.utf8)) == expected)
      #expect(try CBORDecoder().decode(Wrapped.self, from: hex(cbor)) == expected)
    }
  }

  @Test("integers at the limits of their ranges have the same values as in JSON")
  func integers() throws {
    try compare([Int64.min, .max])
    try compare([UInt64.max])
    try compare([Int8.min, .max])
    // JSON does not distinguish a large integer from a float, so only the values are compared.
    #expect(try JSONDecoder().decode([Int128].self, from: JSONEncoder().encode([Int128.max, .min])) == [.max, .min])
    #expect(try CBORDecoder().decode([Int128].self, from: CBOREncoder().encode([Int128.max, .min])) == [.max, .min])
  }

  @Test("sets, ranges and Foundation's structs have the same structure as in JSON")
  func others() throws {
    try compare(Set(["a"]))
    try compare(1..<5)
    try compare(CGPoint(x: 1.5, y: 2))
    try compare(IndexSet([1, 2, 5]))
    try compare(Locale(identifier: "en_US"))
    try compare(DateComponents(year: 2026, month: 11))
  }
}

extension CBORValue {
  /// The value in a form that JSON can express: no tags, whole floats as integers, pairs sorted by key.
  fileprivate var asJSONHasIt: CBORValue {
    switch self {
    case .float(let number): Int64(exactly: number).map { .integer(Int128($0)) } ?? self
    case .tagged(2, .bytes), .tagged(3, .bytes): integer.map { .float(Double($0)) } ?? self
    case .tagged(_, let value): value.asJSONHasIt
    case .array(let elements): .array(elements.map(\.asJSONHasIt))
    case .map(let pairs):
      .map(
        pairs.map { Pair(key: $0.key, value: $0.value.asJSONHasIt) }
          .sorted { $0.key.diagnosticDescription < $1.key.diagnosticDescription })
    default: self
    }
  }
}
