// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@Suite("Types with @HostCodable")
struct HostCodableTests {
  /// Checks that a type with the macro and its copy without it have the same bytes, accept the same messages, and
  /// decode the same values.
  private func compare<Direct: Codable, ByContainers: Codable>(
    _ direct: Direct, _ plain: ByContainers, location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(Direct.self is any CBORCodable.Type, sourceLocation: location)
    #expect(Direct.self is any HostSchemaProviding.Type, sourceLocation: location)
    #expect(!(ByContainers.self is any CBOREncodable.Type), sourceLocation: location)
    let message: [UInt8] = try CBOREncoder().encode(plain)
    #expect(try CBOREncoder().encode(direct) == message, sourceLocation: location)
    #expect(try decoded(Direct.self, message) == decoded(ByContainers.self, message), sourceLocation: location)
    var mutations = MessageMutations(random: SplitMix(for: "messages of \(Direct.self)"), message: message)
    for _ in 0..<300 {
      let mutated = mutations.next()
      let (one, other) = (try? decoded(Direct.self, mutated), try? decoded(ByContainers.self, mutated))
      #expect(one == other, "\(mutated)", sourceLocation: location)
    }
  }

  /// Returns the message of the value that a message has; throws if it is refused.
  private func decoded<Value: Codable>(_ type: Value.Type, _ message: [UInt8]) throws -> [UInt8] {
    try CBOREncoder().encode(CBORDecoder().decode(type, from: message))
  }

  @Test("optionals are left out and decoded as Codable does")
  func optionals() throws {
    try compare(
      Declared.Optionals(
        some: 1, nested: .some(nil), list: [1, nil], table: ["a": nil], inner: .init(value: 1.5),
        long: .init(x: 1, y: 2, label: nil), implicit: nil),
      Plain.Optionals(
        some: 1, nested: .some(nil), list: [1, nil], table: ["a": nil], inner: .init(value: 1.5),
        long: .init(x: 1, y: 2, label: nil), implicit: nil))
    try compare(
      Declared.Optionals(
        some: nil, nested: "a", list: [], table: [:], inner: nil, long: .init(x: 1, y: 2, label: "a"), implicit: 5),
      Plain.Optionals(
        some: nil, nested: "a", list: [], table: [:], inner: nil, long: .init(x: 1, y: 2, label: "a"), implicit: 5))
  }

  @Test("constants, defaults, observers, and computed and private properties are treated as Codable does")
  func properties() throws {
    try compare(
      Declared.Properties(hidden: 1, secret: [1, 2], observed: true),
      Plain.Properties(hidden: 1, secret: [1, 2], observed: true))
    try compare(
      Declared.Properties(hidden: -1, secret: nil, observed: false),
      Plain.Properties(hidden: -1, secret: nil, observed: false))
  }

  @Test("explicit coding keys rename, number and leave out properties")
  func keys() throws {
    try compare(
      Declared.Renamed(identifier: 1, fullName: "a b", quoted: true),
      Plain.Renamed(identifier: 1, fullName: "a b", quoted: true))
    try compare(
      Declared.Numbered(algorithm: 1, key: [5], last: true), Plain.Numbered(algorithm: 1, key: [5], last: true))
  }

  @Test("a type with integer keys accepts both forms of its keys")
  func integerKeys() throws {
    let message: [UInt8] = [0xa3, 0x01, 0x05, 0x21, 0x41, 0x07, 0x64, 0x6c, 0x61, 0x73, 0x74, 0xf5]
    let found = try CBORDecoder().decode(Declared.Numbered.self, from: message)
    #expect(found == Declared.Numbered(algorithm: 5, key: [7], last: true))
    let plain = try CBORDecoder().decode(Plain.Numbered.self, from: message)
    #expect(plain == Plain.Numbered(algorithm: 5, key: [7], last: true))
  }

  @Test("generic types, nested types and types of enclosing declarations are coded as Codable does")
  func generics() throws {
    let (declared, plain) = (Declared.Point(x: 1, y: 2, label: nil), Plain.Point(x: 1, y: 2, label: nil))
    try compare(
      Declared.Page(items: [1, 2], next: .init(last: 3, points: [declared])),
      Plain.Page(items: [1, 2], next: .init(last: 3, points: [plain])))
    try compare(
      Declared.Page(items: [Int?.none], next: .init(last: nil, points: [])),
      Plain.Page(items: [Int?.none], next: .init(last: nil, points: [])))
    try compare(
      Declared.Page(items: [declared], next: nil), Plain.Page(items: [plain], next: nil))
    try compare(
      Declared.Tree(children: [.init(children: [], suits: [.hearts], level: .high)], suits: [.odd], level: nil),
      Plain.Tree(children: [.init(children: [], suits: [.hearts], level: .high)], suits: [.odd], level: nil))
  }

  @Test("enums with associated values are coded as Codable does")
  func cases() throws {
    try compare(Declared.Shape.empty, Plain.Shape.empty)
    try compare(
      Declared.Shape.circle(radius: 1.5, at: .init(x: 1, y: 2, label: nil)),
      Plain.Shape.circle(radius: 1.5, at: .init(x: 1, y: 2, label: nil)))
    try compare(Declared.Shape.segment(1, -2), Plain.Shape.segment(1, -2))
    try compare(
      Declared.Shape.group([.empty, .segment(1, 2)], name: "a"), Plain.Shape.group([.empty, .segment(1, 2)], name: "a"))
    try compare(Declared.Outcome.good(value: 1, _: []), Plain.Outcome.good(value: 1, _: []))
    try compare(Declared.Outcome.default(in: "a"), Plain.Outcome.default(in: "a"))
    try compare(Declared.Outcome.bad, Plain.Outcome.bad)
  }

  @Test("a message with several cases, or none, is refused with the cases' names")
  func wrongCases() throws {
    for (message, text) in [
      (#"{"empty": {}, "segment": {"_0": 1, "_1": 2}}"#, "found several"),
      (#"{"square": {}}"#, #"has none of its cases "empty", "circle", "segment", "group""#), ("{}", "has none"),
    ] {
      let bytes = try CBOREncoder().encode(diagnostic: message)
      #expect(throws: DecodingError.self) { try CBORDecoder().decode(Plain.Shape.self, from: bytes) }
      let error = #expect(throws: DecodingError.self) { try CBORDecoder().decode(Declared.Shape.self, from: bytes) }
      #expect("\(error!)".contains(text) || "\(error!)".replacing("\\", with: "").contains(text), "\(error!)")
    }
  }

  @Test("enums with raw values are coded as Codable does, and an unknown value is named with the known ones")
  func rawValues() throws {
    try compare(Declared.Suit.odd, Plain.Suit.odd)
    try compare(Declared.Level.low, Plain.Level.low)
    try compare(Declared.Level.hexadecimal, Plain.Level.hexadecimal)
    try compare(Declared.Wide.most, Plain.Wide.most)
    let error = #expect(throws: DecodingError.self) {
      try CBORDecoder().decode(Declared.Level.self, from: [0x05] as [UInt8])
    }
    guard case .dataCorrupted(let context)? = error else { throw try #require(error) }
    #expect(context.debugDescription == "Level has no case 5, but -1, 0, 10, 16 (at byte 0).")
  }

  @Test("names that generated code uses itself can be names of properties and cases")
  func awkward() throws {
    func make<Value>(_ make: (Int, String, [String: Int], Bool, Int?) -> Value) -> Value { make(1, "a", [:], true, 2) }
    try compare(
      make {
        Declared.Awkward(
          reader: $0, writer: $1, map: $2, field: $3, count: $4, value: $0, start: $0, payload: nil, part: $4,
          default: $0, self: $4, init: $1, encode: $0, key: $1, await: $0, unsafe: $4)
      },
      make {
        Plain.Awkward(
          reader: $0, writer: $1, map: $2, field: $3, count: $4, value: $0, start: $0, payload: nil, part: $4,
          default: $0, self: $4, init: $1, encode: $0, key: $1, await: $0, unsafe: $4)
      })
    try compare(
      Declared.AwkwardCases.a(reader: 1, writer: 2, map: 3, field: nil),
      Plain.AwkwardCases.a(reader: 1, writer: 2, map: 3, field: nil))
    try compare(
      Declared.AwkwardCases.b(value: 1, count: 2, part: 3, payload: 4, start: 5),
      Plain.AwkwardCases.b(value: 1, count: 2, part: 3, payload: 4, start: 5))
    try compare(Declared.AwkwardCases.`self`(self: 1), Plain.AwkwardCases.`self`(self: 1))
  }

  @Test("cases with the names of an optional's are cases of the type")
  func absence() throws {
    let absences: [(Declared.Absence, Plain.Absence)] = [
      (.none, .none), (.some(5), .some(5)), (.`init`(none: nil), .`init`(none: nil)),
    ]
    for (declared, plain) in absences {
      try compare(declared, plain)
      #expect(try CBORDecoder().decode(Declared.Absence.self, from: CBOREncoder().encode(plain) as [UInt8]) == declared)
    }
    let nestings: [(Declared.Nesting, Plain.Nesting)] = [
      (.leaf, .leaf), (.some(.some(.leaf)), .some(.some(.leaf))),
      (.several([.leaf, .some(.leaf)]), .several([.leaf, .some(.leaf)])),
    ]
    for (declared, plain) in nestings {
      try compare(declared, plain)
      #expect(try CBORDecoder().decode(Declared.Nesting.self, from: CBOREncoder().encode(plain) as [UInt8]) == declared)
    }
  }

  @Test("names that differ in underscores at their ends are names of different properties")
  func underscores() throws {
    try compare(
      Declared.Underscores(value: 1, value_: 2, count: nil, count_: 3, count__: "4", self_: 5, self: 6),
      Plain.Underscores(value: 1, value_: 2, count: nil, count_: 3, count__: "4", self_: 5, self: 6))
    try compare(
      Declared.UnderscoreCases.a(value: 1, value_: 2, map_: 3, map: 4),
      Plain.UnderscoreCases.a(value: 1, value_: 2, map_: 3, map: 4))
  }

  @Test("labels that look like places, and names of several words, are those of fields")
  func labels() throws {
    try compare(Declared.Labels.places(_1: 1, _0: 2, 3), Plain.Labels.places(_1: 1, _0: 2, 3))
    try compare(
      Declared.Labels.words(`first name`: "Ada", `1st`: 1, class: 2, `inout`: 3),
      Plain.Labels.words(`first name`: "Ada", `1st`: 1, class: 2, `inout`: 3))
    try compare(
      Declared.Labels.keywords(init: 1, self: 2, Type: 3, let: 4),
      Plain.Labels.keywords(init: 1, self: 2, Type: 3, let: 4))
    try compare(
      Declared.Sentences(`first name`: "Ada", `1st`: 1), Plain.Sentences(`first name`: "Ada", `1st`: 1))
  }

  @Test("a type that is found around the declaration is the field's, also if it has the name of another")
  func hiding() throws {
    try compare(
      Declared.Hiding.Reply(
        at: .init(day: 1), all: .init(members: [2]), history: [.init(at: .init(day: 3), all: nil, history: [])]),
      Plain.Hiding.Reply(
        at: .init(day: 1), all: .init(members: [2]), history: [.init(at: .init(day: 3), all: nil, history: [])]))
    try compare(Declared.Hiding.Order.a(b_c: .init(day: 1)), Plain.Hiding.Order.a(b_c: .init(day: 1)))
    try compare(Declared.Hiding.Order.a_b(c: .init(port: 1), 2), Plain.Hiding.Order.a_b(c: .init(port: 1), 2))
    let date = Date(timeIntervalSince1970: 1.5)
    try compare(Declared.Hiding.Order.odd(date), Plain.Hiding.Order.odd(date))
  }

  @Test("types without fields accept what Codable accepts")
  func empty() throws {
    try compare(Declared.Nothing(), Plain.Nothing())
    try compare(Declared.OnlyConstant(), Plain.OnlyConstant())
  }

  @Test("types of Foundation, ranges and dictionaries with other keys are coded as Codable does")
  func values() throws {
    let date = Date(timeIntervalSince1970: 1.5)
    let identifier = try #require(UUID(uuidString: "67e55044-10b1-426f-9247-bb680e5fe0c8"))
    try compare(
      Declared.Values(
        bytes: [1], data: Data([2, 3]), date: date, identifier: identifier, address: URL(string: "a:b"), amount: 1.25,
        small: -1, large: .max, ratio: 0.5, range: 1..<5, table: [1: .hearts]),
      Plain.Values(
        bytes: [1], data: Data([2, 3]), date: date, identifier: identifier, address: URL(string: "a:b"), amount: 1.25,
        small: -1, large: .max, ratio: 0.5, range: 1..<5, table: [1: .hearts]))
  }

  @Test("a type with more than 64 fields is coded as Codable does")
  func many() throws {
    try compare(Declared.Many(5, some: 1), Plain.Many(5, some: 1))
    try compare(Declared.Many(-5, some: nil), Plain.Many(-5, some: nil))
  }
}
