// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

/// JSON from which a type cannot be decoded.
///
/// The same structure in CBOR must cause the same error.
struct Refused: CustomTestStringConvertible, Sendable {
  let json: String
  let type: any (Decodable & SendableMetatype).Type

  init(_ type: any (Decodable & SendableMetatype).Type, _ json: String) {
    self.type = type
    self.json = json
  }

  var testDescription: String { "\(type) from \(json)" }
}

@Suite("Errors compared with Foundation's JSON coders")
struct ErrorComparisonTests {
  /// The parts of an error that do not depend on the format: its case, the type or key that it names, and the coding
  /// path.
  private struct Outline: Equatable {
    let kind: String
    let subject: String
    let path: [String]

    init(_ error: (any Error)?) {
      switch error as? DecodingError {
      case .typeMismatch(let type, let context)?: self.init("typeMismatch", "\(type)", context)
      case .valueNotFound(let type, let context)?: self.init("valueNotFound", "\(type)", context)
      case .keyNotFound(let key, let context)?: self.init("keyNotFound", key.stringValue, context)
      case .dataCorrupted(let context)?: self.init("dataCorrupted", "", context)
      default: self.init("\(String(describing: error))", "", nil)
      }
    }

    private init(_ kind: String, _ subject: String, _ context: DecodingError.Context?) {
      self.kind = kind
      self.subject = subject
      path = context?.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue } ?? []
    }
  }

  private static let refused: [Refused] = [
    // A missing key or value, or a value of another kind.
    Refused(Renamed.self, #"{"id": 1}"#),
    Refused(Renamed.self, #"{"id": null, "full-name": "a"}"#),
    Refused(Renamed.self, #"{"id": "1", "full-name": "a"}"#),
    Refused(Renamed.self, #"[]"#),
    Refused(Renamed.self, #"null"#),
    Refused(Renamed.self, #"1"#),
    Refused([Renamed].self, #"[{"id": 1, "full-name": "a"}, {"id": 1, "full-name": 2}]"#),
    Refused([Renamed].self, #"{}"#),
    Refused([Renamed].self, #"[null]"#),
    Refused([String: [Renamed]].self, #"{"a": [{"id": 1, "full-name": "a"}, {"id": 1}]}"#),
    Refused(String.self, "1"), Refused(String.self, "null"), Refused(Bool.self, "0"), Refused(Bool.self, #""true""#),
    Refused(Int.self, "true"), Refused(Int.self, #""1""#), Refused(Double.self, #""1""#), Refused(Double.self, "[]"),
    // Optionals.
    Refused(Optionals.self, #"{"list": [1, "a"], "table": {}}"#),
    Refused(Optionals.self, #"{"list": [], "table": {"a": null, "b": 1}}"#),
    Refused(Optionals.self, #"{"list": [], "table": {}, "some": "a"}"#),
    Refused(Optionals.self, #"{"list": [], "table": {}, "inner": {"value": "a"}}"#),
    Refused(Optionals.self, #"{"list": [], "table": {}, "nested": 1}"#),
    // Generics.
    Refused(Page<Int>.self, #"{"items": [1, 2], "next": {"last": 2, "pages": [{"items": [3]}, {"items": ["a"]}]}}"#),
    Refused(Page<Page<Int>>.self, #"{"items": [{"items": []}, {}]}"#),
    // Enums.
    Refused(Shape.self, "{}"),
    Refused(Shape.self, #"{"square": {}}"#),
    Refused(Shape.self, #"{"empty": {}, "circle": {"radius": 1}}"#),
    Refused(Shape.self, #"{"circle": {}}"#),
    Refused(Shape.self, #"{"circle": {"radius": "a"}}"#),
    Refused(Shape.self, #"{"segment": {"_0": 1}}"#),
    Refused([Shape].self, #"[{"group": {"_0": [{"empty": {}}, {"circle": {"radius": null}}]}}]"#),
    Refused(Suit.self, #""clubs""#), Refused([Level].self, "[1, 2]"), Refused([Suit].self, #"["hearts", 1]"#),
    // Dictionaries.
    Refused([Int: String].self, #"{"1": "a", "b": "c"}"#),
    Refused([Int8: Int].self, #"{"128": 1}"#),
    Refused([Suit: Int].self, #"{"hearts": "a"}"#),
    Refused([Suit: Int].self, #"{"clubs": 1}"#),
    Refused([Double: Bool].self, "[1.5]"),
    Refused([Double: Bool].self, #"[1.5, 1]"#),
    // Nested containers, and superclasses.
    Refused(Nested.self, #"{"location": {"coordinates": [1, "a"]}, "id": 1, "full-name": "a"}"#),
    Refused(Nested.self, #"{"location": {"coordinates": [1]}, "id": 1, "full-name": "a"}"#),
    Refused(Nested.self, #"{"location": {"coordinates": {}}, "id": 1, "full-name": "a"}"#),
    Refused(Nested.self, #"{"location": {}, "id": 1, "full-name": "a"}"#),
    Refused(Nested.self, #"{"location": [], "id": 1, "full-name": "a"}"#),
    Refused(Nested.self, #"{"location": null, "id": 1, "full-name": "a"}"#),
    Refused(Nested.self, "{}"),
    Refused(Nested.self, #"{"location": {"coordinates": [1, 2]}, "id": 1}"#),
    Refused(Dog.self, #"{"tricks": []}"#),
    Refused(Dog.self, #"{"tricks": [], "super": {}}"#),
    Refused(Dog.self, #"{"tricks": [], "super": null}"#),
    Refused([Dog].self, #"[{"tricks": [], "super": {"name": 1}}]"#),
    Refused(Puppy.self, #"{"tricks": [], "super": {"name": "a"}, "weeks": 1, "dog": {"tricks": [1]}}"#),
    Refused(Heterogeneous.self, "[]"),
    Refused(Heterogeneous.self, #"[1, "a"]"#),
    Refused(Heterogeneous.self, #"[1, 2]"#),
    Refused(Heterogeneous.self, #"[1, null, {"a": "b"}]"#),
    Refused(Heterogeneous.self, #"[1, null, []]"#),
    Refused(Heterogeneous.self, #"[1, null, {}, {}]"#),
    Refused(Heterogeneous.self, #"[1, null, {}, [1, null]]"#),
    Refused(Heterogeneous.self, #"[1, null, {}, [1, 2]]"#),
    Refused([Heterogeneous].self, #"[[1, null, {}, [1, 2], {"name": 1}]]"#),
    // Wrappers.
    Refused(Wrapped.self, #"{"labels": []}"#),
    Refused(Wrapped.self, #"{"share": "a"}"#),
    Refused(Wrapped.self, #"{"share": 1, "labels": [1]}"#),
    // Types that encode as another type.
    Refused([URL].self, #"["a:b", ""]"#),
    Refused([UUID].self, #"["a"]"#),
    Refused([String: Range<Int>].self, #"{"a": [2, 1]}"#),
  ]

  @Test("CBOR causes the same error as JSON, at the same path", arguments: refused)
  func errors(_ refused: Refused) throws {
    let expected = #expect(throws: (any Error).self) {
      try JSONDecoder().decode(refused.type, from: Data(refused.json.utf8))
    }
    let cbor = try CBOREncoder().encode(diagnostic: refused.json)
    let found = #expect(throws: (any Error).self) { try CBORDecoder().decode(refused.type, from: cbor) }
    #expect(Outline(found) == Outline(expected), "\(String(describing: found))\n\(String(describing: expected))")
  }

  @Test(
    "a number that does not fit has a coding path, unlike in JSON",
    arguments: [
      Refused([Int8].self, "[1, 128]"), Refused([UInt8].self, "[1, -1]"), Refused([UInt].self, "[1, -1]"),
      Refused([Int].self, "[1, 1.5]"), Refused([Int64].self, "[1, 9223372036854775808]"),
      Refused([Int16].self, "[1, 1e300]"),
    ])
  func numbers(_ refused: Refused) throws {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(refused.type, from: Data(refused.json.utf8))
    }
    let cbor = try CBOREncoder().encode(diagnostic: refused.json)
    let found = #expect(throws: DecodingError.self) { try CBORDecoder().decode(refused.type, from: cbor) }
    #expect(Outline(found).path == ["[1]"])
  }
}
