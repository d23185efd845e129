// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@testable import HostCallTesting

@Suite("Fixture", .timeLimit(.minutes(1)))
struct FixtureTests {
  struct Address: Codable, Equatable {
    var city: String
    var zip: Int
  }

  struct Person: Codable, Equatable {
    var name: String
    var address: Address
    var tags: [String]
  }

  private let ada = Person(name: "Ada", address: Address(city: "London", zip: 10815), tags: ["a", "b"])

  /// Runs `body` with a temporary folder for a test's source, and a function that creates fixtures in it, which takes a
  /// name and whether to record.
  private func inFolder(_ body: (_ folder: TestFolder, _ fixture: (String, Bool) throws -> Fixture) throws -> Void)
    throws
  {
    try TestFolder.with { folder in
      try body(folder) { try folder.fixture($0, $1 ? .failed : .none) }
    }
  }

  private func reason(_ body: () throws -> Void) throws -> FixtureError.Reason {
    try #require(#expect(throws: FixtureError.self, performing: body)).reason
  }

  @Test("a value encodes to, and decodes from, a golden file that another implementation wrote")
  func golden() throws {
    // cbor2.dumps({"name": "Ada", "address": {"city": "London", "zip": 10815}, "tags": ["a", "b"]})
    try expectFixture(ada, "person.basic")
    try expectFixture("person.basic", decodesTo: ada)
  }

  @Test("a missing file is an error, and is written only if recording is on, which is an error too")
  func recording() throws {
    try inFolder { folder, fixture in
      #expect(try reason { try fixture("new", false).expect(ada) } == .missing)
      #expect(throws: (any Error).self) { try folder.bytes("new") }
      #expect(try reason { try fixture("new", true).expect(ada) } == .recorded("it was missing"))
      try fixture("new", false).expect(ada)
      try fixture("new", false).expect(decodesTo: ada)
      // Nothing to write.
      try fixture("new", true).expect(ada)
      #expect(try reason { try fixture("deep/old", true).expect(decodesTo: ada) } == .recorded("it was missing"))
      #expect(try folder.bytes("deep/old") == folder.bytes("new"))
    }
  }

  @Test("a difference is described by its byte offset, its coding path, and both sides")
  func difference() throws {
    try inFolder { folder, fixture in
      try? fixture("person", true).expect(ada)
      var other = ada
      other.address.zip = 10816
      guard case .different(let text) = try reason({ try fixture("person", false).expect(other) }) else {
        Issue.record("expected a difference")
        return
      }
      #expect(
        text == """
          the first difference is at byte 37, at .address.zip: the fixture has 10815, the value 10816
          fixture, 48 bytes:
            {
              "name": "Ada",
              "address": {
                "city": "London",
                "zip": 10815
              },
              "tags": [
                "a",
                "b"
              ]
            }
          value, 48 bytes:
            {
              "name": "Ada",
              "address": {
                "city": "London",
                "zip": 10816
              },
              "tags": [
                "a",
                "b"
              ]
            }
          """)
      // An old file is never rewritten.
      let old = try folder.bytes("person")
      guard case .otherValue = try reason({ try fixture("person", true).expect(decodesTo: other) }) else {
        Issue.record("expected a difference")
        return
      }
      #expect(try folder.bytes("person") == old)
      guard case .recorded = try reason({ try fixture("person", true).expect(other) }) else {
        Issue.record("expected a recording")
        return
      }
      #expect(try folder.bytes("person") != old)
    }
  }

  @Test(
    "the coding path of the first difference is named",
    arguments: [
      (
        "more elements", Person(name: "Ada", address: Address(city: "London", zip: 10815), tags: ["a"]),
        ".tags: the fixture has 2 elements, the value 1"
      ),
      (
        "an element", Person(name: "Ada", address: Address(city: "London", zip: 10815), tags: ["a", "c"]),
        ".tags[1]: the fixture has \"b\", the value \"c\""
      ),
      (
        "a first field", Person(name: "Eve", address: Address(city: "London", zip: 10815), tags: []),
        ".name: the fixture has \"Ada\", the value \"Eve\""
      ),
    ])
  func places(_ what: String, _ value: Person, _ place: String) throws {
    try inFolder { _, fixture in
      try? fixture("person", true).expect(ada)
      let error = #expect(throws: FixtureError.self) { try fixture("person", false).expect(value) }
      #expect(error?.description.contains("at \(place)\n") == true)
    }
  }

  @Test("an added field, a removed field and another order are distinguished")
  func fields() throws {
    struct Old: Codable {
      var city: String
      var zip: Int
    }
    struct New: Codable {
      var city: String
      var country: String
      var zip: Int
    }
    struct Turned: Codable {
      var zip: Int
      var city: String
    }
    try inFolder { _, fixture in
      func difference(_ old: some Encodable, _ new: some Encodable) -> String {
        try? fixture("place", true).expect(old)
        do {
          try fixture("place", false).expect(new)
          return "none"
        } catch {
          return "\(error)".split(separator: "\n").first.map(String.init) ?? ""
        }
      }
      let (old, new) = (Old(city: "B", zip: 1), New(city: "B", country: "DE", zip: 1))
      #expect(
        difference(old, new).hasSuffix("byte 0, at the top; at .country the fixture has nothing, the value \"DE\""))
      #expect(
        difference(new, old).hasSuffix("byte 0, at the top; at .country the fixture has \"DE\", the value nothing"))
      #expect(
        difference(old, Turned(zip: 1, city: "B")).hasSuffix(
          "byte 1, at .zip; at the top the fixture has the same keys, the value has them in another order"))
    }
  }

  @Test("a byte is located in arrays, maps and tags, but not in malformed messages")
  func bytePlaces() {
    // {"a": [1, {"b": 32(2)}], 7: h'0102'}
    let message: [UInt8] = [0xA2, 0x61, 0x61, 0x82, 0x01, 0xA1, 0x61, 0x62, 0xD8, 0x20, 0x02, 0x07, 0x42, 0x01, 0x02]
    let places = [
      "", ".a", ".a", ".a", ".a[0]", ".a[1]", ".a[1].b", ".a[1].b", ".a[1].b", ".a[1].b", ".a[1].b", "[7]", "[7]",
      "[7]", "[7]",
    ]
    for (offset, place) in places.enumerated() {
      #expect(ByteLocator.path(of: offset, in: message) == place, "byte \(offset)")
    }
    #expect(ByteLocator.path(of: 3, in: [0x82, 0x01, 0xFE, 0x00]) == nil)
    #expect(ByteLocator.path(of: 0, in: []) == nil)
    #expect(ByteLocator.path(of: 1, in: [0x9F, 0x01, 0xFF]) == "[0]")
  }

  @Test("a difference that does not show in the encoding is described by both values")
  func notEncoded() throws {
    struct Counted: Codable, Equatable {
      enum CodingKeys: CodingKey { case name }
      var name: String
      var uses = 0
    }
    try inFolder { _, fixture in
      try? fixture("counted", true).expect(Counted(name: "x"))
      let reason = try reason { try fixture("counted", false).expect(decodesTo: Counted(name: "x", uses: 7)) }
      guard case .otherValue(let text) = reason else {
        Issue.record("\(reason)")
        return
      }
      #expect(text.hasPrefix("it decodes as Counted(") && text.contains("uses: 7"))
      #expect(!"\(FixtureError(reason: reason, fixture: "f"))".contains("HOSTCALL_RECORD_FIXTURES"))
    }
  }

  @Test("the same value in other bytes is a difference, and malformed bytes are an error that shows them")
  func otherBytes() throws {
    try inFolder { folder, fixture in
      try? fixture("number", true).expect([1, 2])
      let path = try fixture("number", false).path
      // [1, 2] with an indefinite length.
      try Data([0x9f, 0x01, 0x02, 0xff]).write(to: URL(filePath: path))
      let form = try reason { try fixture("number", false).expect([1, 2]) }
      guard case .different(let text) = form else {
        Issue.record("\(form)")
        return
      }
      #expect(
        text.hasPrefix(
          "the first difference is at byte 0, at the top; both decode to the same value, encoded differently\n"))
      try fixture("number", false).expect(decodesTo: [1, 2])

      try Data([0x82, 0x01]).write(to: URL(filePath: path))
      guard case .undecodable(let why) = try reason({ try fixture("number", false).expect(decodesTo: [1, 2]) }) else {
        Issue.record("expected a decoding error")
        return
      }
      #expect(why.contains("8201"))
      let error = #expect(throws: FixtureError.self) { try fixture("number", false).expect([1, 2]) }
      #expect(error?.description.contains("8201") == true)
    }
  }

  @Test("an unknown enum case in a decoded file is named, with the known cases")
  func unknownCase() throws {
    enum Color: String, Codable { case red, blue }
    try inFolder { folder, fixture in
      try folder.write(try CBOREncoder().encode(["color": "purple"]), "color.cbor")
      let reason = try reason { try fixture("color", false).expect(decodesTo: ["color": Color.red]) }
      guard case .undecodable(let why) = reason else {
        Issue.record("\(reason)")
        return
      }
      #expect(why.hasPrefix(#"at color: Color has no case "purple", but "red", "blue""#))
    }
  }

  struct Sample: PlainData, Equatable {
    var time: Double
    var channel: UInt32
    var isNew: Bool
    var isLast: Bool
    var spare: UInt16
  }

  /// Has the size of `Sample`, and the same bytes for some values, but other offsets.
  struct Moved: PlainData {
    var time: Double
    var isNew: Bool
    var isLast: Bool
    var spare: UInt16
    var channel: UInt32
  }

  @Test("the fixture of a raw value also pins its layout, so a field that moved is a difference")
  func raw() throws {
    let sample = Sample(time: 0.5, channel: 3, isNew: true, isLast: false, spare: 7)
    // Written by cbor2 and Python's struct.
    try expectFixture(raw: sample, "sample.raw")
    try inFolder { folder, fixture in
      try? fixture("sample", true).expect(raw: sample)
      var other = sample
      other.channel = 4
      let changed = #expect(throws: FixtureError.self) { try fixture("sample", false).expect(raw: other) }
      #expect(changed?.description.contains(", at .bytes: the fixture has h'") == true)
      let moved = Moved(time: 0.5, isNew: true, isLast: false, spare: 7, channel: 3)
      let shifted = #expect(throws: FixtureError.self) { try fixture("sample", false).expect(raw: moved) }
      #expect(
        shifted?.description.contains(", at .fields[1].name: the fixture has \"channel\", the value \"isNew\"") == true)
      // A type that cannot be encoded as raw bytes is an error with the reason, and nothing is written.
      struct Padded: PlainData {
        var small: UInt8
        var large: UInt64
      }
      let refusal = try reason { try fixture("padded", true).expect(raw: Padded(small: 1, large: 2)) }
      #expect(
        refusal
          == .unsupported(
            "Padded cannot be encoded as raw bytes: it has 7 bytes of padding between `small` and `large`"))
      #expect(throws: (any Error).self) { try folder.bytes("padded") }
    }
  }
}
