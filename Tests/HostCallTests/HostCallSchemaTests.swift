// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@Suite("The schema of a call")
struct HostCallSchemaTests {
  @Test("the schema has a rule for each part and each named type")
  func rules() {
    let schema = HostCallSchema(FindUser.self)
    #expect(
      schema.cddl == """
        ; "find_user", fingerprint 0x\(String(schema.fingerprint, radix: 16))
        find_user.request = {
          id: uint,
        }
        find_user.response = {
          name: tstr,
          home: find_user.Address,
          balance: int64,
          ? avatar: bytes / null,
        }
        find_user.failure = {
          notFound: {
            id: uint,
          },
        } / {
          busy: {},
        }
        find_user.Address = {
          city: tstr,
          zip: uint32,
        }

        int64 = uint .le 9223372036854775807 / nint .ge -9223372036854775808
        uint32 = uint .size 4

        """)
    #expect(schema.gaps.isEmpty)
    #expect(schema.description == schema.cddl)
  }

  @Test("the outline has one line for each place")
  func outline() {
    #expect(
      HostCallSchema(FindUser.self).outline == """
        request.id: uint
        response.avatar?: bytes
        response.balance: int64
        response.home.city: tstr
        response.home.zip: uint32
        response.name: tstr
        failure/busy: {}
        failure/notFound.id: uint

        """)
  }

  @Test("the names of types and the order of fields do not matter")
  func names() {
    let one = HostCallSchema(FindUser.self)
    let other = HostCallSchema(SearchForUser.self)
    #expect(one == other)
    #expect(one.fingerprint == other.fingerprint)
    #expect(one.hashValue == other.hashValue)
    #expect(one.cddl != other.cddl)
  }

  @Test("every change that affects the encoded bytes changes the schema")
  func changes() {
    let schemas = [
      HostCallSchema(FindUser.self), HostCallSchema(FindUserAs<OtherUser.Retyped>.self),
      HostCallSchema(FindUserAs<OtherUser.Older>.self), HostCallSchema(FindUserAs<OtherUser.Stricter>.self),
      HostCallSchema(FindUserAs<OtherUser.Homeless>.self), HostCallSchema(FindUserAs<OtherUser.Renamed>.self),
      HostCallSchema(FindUserAs<OtherUser.Deeper>.self), HostCallSchema(FindUserAs<FindUser.Response?>.self),
      HostCallSchema(FindUserAs<[FindUser.Response]>.self), HostCallSchema(FindUserAs<Empty>.self),
    ]
    #expect(Set(schemas).count == schemas.count)
    #expect(Set(schemas.map(\.fingerprint)).count == schemas.count)
  }

  @Test("the schema is the same whether two fields share a type or have equal types, and describes it once")
  func sharing() {
    struct One: Codable {
      var home: FindUser.Address
      var work: FindUser.Address?
    }
    struct Two: Codable {
      struct Office: Codable {
        var zip: UInt32
        var city: String
      }

      var work: Office?
      var home: FindUser.Address
    }
    let (one, two) = (HostCallSchema(FindUserAs<One>.self), HostCallSchema(FindUserAs<Two>.self))
    #expect(one == two)
    #expect(
      one.outline.contains(
        "response.home.city: tstr\nresponse.home.zip: uint32\nresponse.work?: as response.home\n"))
    #expect(one.cddl.contains("find_user.Address = {") && !one.cddl.contains("Office"))
    #expect(two.cddl.contains("find_user.Office = {"))
  }

  @Test("the schema is as long as its types, regardless of how often they are used")
  func size() {
    struct Four<Value: Codable & Sendable>: Codable {
      var a: Value
      var b: Value
      var c: Value
      var d: Value
    }
    typealias Deep<Value: Codable & Sendable> = Four<Four<Four<Four<Four<Four<Four<Value>>>>>>>
    let (one, other) = (HostCallSchema(FindUserAs<Deep<Int>>.self), HostCallSchema(FindUserAs<Deep<String>>.self))
    #expect(one.outline.split(separator: "\n").count < 40)
    #expect(one.fingerprint != other.fingerprint)
  }

  @Test("empty requests and responses, with and without a failure, are described")
  func empty() {
    let schema = HostCallSchema(Ping.self)
    #expect(schema.outline == "request: {}\nresponse: {}\n")
    #expect(
      schema.cddl.hasSuffix(
        """
        ping.request = {}
        ping.response = {}

        """))
  }

  @Test("plain types are described by their layout, unless they are encoded as CBOR")
  func raw() {
    let schema = HostCallSchema(Measure<Reading>.self)
    #expect(
      schema.cddl.hasSuffix(
        """
        ; raw, little-endian, by offset: 0 sensor UInt32
        measure.request = bytes .size 4
        ; raw, little-endian, by offset: 0 value Double, 8 time UInt64
        measure.response = bytes .size 16

        """))
    #expect(
      schema.outline == """
        request: raw, 4 bytes, little-endian
        request.sensor: UInt32 at 0
        response: raw, 16 bytes, little-endian
        response.time: UInt64 at 8
        response.value: Double at 0

        """)
    #expect(HostCallSchema(ReadClock.self).outline.hasSuffix("response: raw Double, little-endian\n"))
    let encoded = HostCallSchema(ReadClock.self, wireFormat: .cbor)
    #expect(encoded.outline == "request.clock: uint32\nresponse: float\n")
    #expect(encoded.fingerprint != HostCallSchema(ReadClock.self).fingerprint)
  }

  @Test("a type that states raw but cannot be encoded as raw bytes is a gap with the reason")
  func refused() {
    struct Padded: HostCallable, PlainData {
      static var wireFormat: WireFormat { .raw }
      typealias Response = Double
      var small: UInt8
      var large: UInt64
    }
    let schema = HostCallSchema(Padded.self)
    #expect(
      schema.gaps == ["Padded cannot be encoded as raw bytes: it has 7 bytes of padding between `small` and `large`"])
    #expect(schema.outline.hasPrefix("request: any\n"))
  }

  @Test("the schema is the same whichever of two mutually recursive types is probed first")
  func meetingOrder() {
    struct Replies: Codable, Sendable {
      var all: [Comment]
      init(from decoder: any Decoder) throws { all = try decoder.singleValueContainer().decode([Comment].self) }
      func encode(to encoder: any Encoder) throws {}
    }
    struct Comment: Codable, Sendable {
      var text: String
      var replies: Replies
    }
    struct RootFirst: Codable {
      var root: Comment
      var pinned: Replies
    }
    struct PinnedFirst: Codable {
      var pinned: Replies
      var root: Comment
    }
    let (one, other) = (HostCallSchema(FindUserAs<RootFirst>.self), HostCallSchema(FindUserAs<PinnedFirst>.self))
    #expect(one.outline == other.outline)
    #expect(one == other && one.fingerprint == other.fingerprint)
    #expect(
      one.outline.contains(
        """
        response.pinned[].replies[]: as response.pinned[]
        response.pinned[].text: tstr
        response.root: as response.pinned[]

        """))
  }
}
