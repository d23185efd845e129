// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCodecMeter
import Foundation
import Testing

/// A value that a closure encodes through CBORWriter.
struct Written: CBOREncodable, Sendable {
  let body: @Sendable (inout CBORWriter) throws -> Void

  init(_ body: @escaping @Sendable (inout CBORWriter) throws -> Void) { self.body = body }

  func encode(to writer: inout CBORWriter) throws { try body(&writer) }

  func encode(to encoder: any Encoder) throws { throw Failed() }

  struct Failed: Error {}
}

/// The writer keeps its promises, whatever the types do.
@Suite("CBORWriter")
struct CBORWriterTests {
  private func encode(_ body: @escaping @Sendable (inout CBORWriter) throws -> Void) throws -> String {
    hex(try CBOREncoder().encode(Written(body)))
  }

  private static let nothing = Written { _ in }
  private static let two = Written { writer in
    try writer.encode(1)
    try writer.encode(2)
  }

  // MARK: The number of items

  @Test("an element or value that is not exactly one item is an error, even if the total is right")
  func counts() throws {
    #expect(throws: EncodingError.self) { try encode { try $0.encode([Self.two, Self.nothing]) } }
    #expect(throws: EncodingError.self) { try encode { try $0.encode([Self.nothing, Self.two]) } }
    #expect(throws: EncodingError.self) { try encode { try $0.encode(["a": Self.two, "b": Self.nothing]) } }
    #expect(throws: EncodingError.self) {
      _ = try CBOREncoder().encode([Self.two, Self.nothing]) as [UInt8]
    }
    #expect(throws: EncodingError.self) {
      try encode { writer in
        try writer.beginMap(2)
        try writer.encode(Self.two, forKey: "a")
        try writer.encode(Self.nothing, forKey: "b")
      }
    }
  }

  @Test("a container with more items than any message has is an error, and is not begun")
  func enormousCounts() throws {
    for count in [1 << 50, 1 << 62, .max] {
      #expect(throws: EncodingError.self) { try encode { try $0.beginArray(count) } }
      #expect(throws: EncodingError.self) { try encode { try $0.beginMap(count) } }
      let bytes = try encode { writer in
        try writer.beginArray(3)
        do { try writer.beginArray(count) } catch { writer.encodeNil() }
        do { try writer.beginMap(count) } catch { writer.encodeNil() }
        try writer.encode(3)
        writer.endArray()
      }
      #expect(bytes == "83f6f603", "\(count)")
    }
    let many = try encode { try $0.encode([Bool](repeating: false, count: 70_000)) }
    #expect(many == "9a00011170" + String(repeating: "f4", count: 70_000))
  }

  @Test("the number of items of a message cannot overflow")
  func overflowingCounts() {
    // The numbers of items add up to a multiple of 2 to the power of 64, and one.
    #expect(throws: EncodingError.self) {
      try encode { writer in
        try writer.beginMap(1 << 62)
        try writer.beginMap(1 << 62)
        try writer.beginArray(2)
      }
    }
    #expect(throws: EncodingError.self) {
      try encode { writer in
        for _ in 0..<(1 << 17) {
          try writer.beginArray(1 << 47)
          writer.endArray()
        }
        try writer.beginArray(1 << 17)
      }
    }
  }

  @Test("the coding path of an error is found among containers with any number of items")
  func enormousPaths() {
    for count in [0, 1, 1 << 20, 1 << 46, 1 << 62, .max] {
      #expect(throws: EncodingError.self, "\(count)") {
        try encode { writer in
          try writer.beginArray(1)
          try writer.beginMap(count)
          writer.encodeKey("a")
          try writer.beginMap(count)
          writer.encodeKey("b")
          try writer.encode(Date(timeIntervalSince1970: .nan))
        }
      }
    }
  }

  @Test(
    "a surplus end does not overflow, whatever the nesting limit is", arguments: [Int.max, .max - 1, 9, 0, -1, .min])
  func surplusEnds(_ depth: Int) throws {
    struct One: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(1)
      }
    }
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = depth
    let raw = try CBORRawItem([0x01])
    let values: [Written] = [
      Written { writer in
        writer.endArray()
        try writer.encode(One())
      },
      Written { writer in
        writer.endMap()
        writer.endTag()
        try writer.beginArray(1)
        try writer.encode(One())
      },
      Written { writer in
        writer.endArray()
        try writer.encode(Date(timeIntervalSince1970: .nan))
      },
      Written { writer in
        try writer.beginArray(0)
        try writer.encode(Written { try $0.encode(One()) })
      },
    ]
    let bytes = values.map { value in
      (try? encoder.encode(value) as [UInt8]).map { hex($0) }
    }
    if depth == 9 { #expect(bytes == ["01", "8101", nil, nil]) }
    let late = Scripted { encoder in
      var container = encoder.unkeyedContainer()
      try raw.encode(to: container.superEncoder())
    }
    let bytesOfLate = try? encoder.encode(late) as [UInt8]
    #expect(bytesOfLate == (depth > 0 ? [0x81, 0x01] : nil))
  }

  @Test("an array, a dictionary or a value that throws leaves nothing behind")
  func rollBack() throws {
    func alone<Value: CBOREncodable & Sendable>(_ value: Value) throws -> String {
      try encode { writer in
        try writer.beginArray(2)
        do { try writer.encode(value) } catch { writer.encodeNil() }
        try writer.encode(3)
        writer.endArray()
      }
    }
    #expect(try alone([Self.two, Self.nothing]) == "82f603")
    #expect(try alone([1: [Self.two]]) == "82f603")
    #expect(try alone(["a": Self.two]) == "82f603")
    #expect(try alone([Date(), Date(timeIntervalSince1970: .infinity)]) == "82f603")
    #expect(try alone(Written { try $0.beginMap(3) }) == "82f603")
    #expect(try encode { try $0.encode([7, 8] as [UInt8]) } == "420708")
  }

  @Test("a pair whose value throws leaves neither its key nor its value behind")
  func pairs() throws {
    func alone(_ pair: @escaping @Sendable (inout CBORWriter) throws -> Void) throws -> String {
      try encode { writer in
        try writer.beginMap(1)
        do { try pair(&writer) } catch { try writer.encode(3, forKey: "c") }
        writer.endMap()
      }
    }
    #expect(try alone { try $0.encode(Self.two, forKey: "a") } == "a1616303")
    #expect(try alone { try $0.encode(Date(timeIntervalSince1970: .nan), forKey: "a") } == "a1616303")
    #expect(try alone { try $0.encode(Throwing(), forKey: "a") } == "a1616303")
  }

  @Test("a tag without content is not an item")
  func emptyTags() {
    @Sendable func tagged(_ writer: inout CBORWriter) throws {
      try writer.encode(1)
      try writer.beginTag(5)
      writer.endTag()
    }
    #expect(throws: EncodingError.self) { try encode(tagged) }
    #expect(throws: EncodingError.self) { try CBOREncoder().withEncoded(Written(tagged)) { _ in } }
    let complete = Written { try $0.encode(2) }
    #expect(throws: EncodingError.self) { try encode { try $0.encode([Written(tagged), complete]) } }
    #expect(throws: EncodingError.self) { _ = try CBOREncoder().encode(Plain(value: Written(tagged))) as [UInt8] }
    #expect(throws: EncodingError.self) {
      try encode { writer in
        try writer.encode(1)
        try writer.beginTag(5)
        do { try writer.encode(Throwing()) } catch {}
      }
    }
  }

  @Test("a tag stays without content if a value in it that begins another tag throws")
  func emptyTagAfterRollBack() throws {
    let nested = Written { writer in
      try writer.beginTag(9)
      throw Written.Failed()
    }
    let tagged = Written { writer in
      try writer.encode(1)
      try writer.beginTag(2)
      #expect(throws: Written.Failed.self) { try writer.encode(nested) }
    }
    #expect(throws: EncodingError.self) { try CBOREncoder().encode(tagged) }
    #expect(throws: EncodingError.self) { try encode { try $0.encode([tagged, Written { try $0.encode(5) }]) } }
    #expect(throws: EncodingError.self) { _ = try CBOREncoder().encode(Plain(value: tagged)) as [UInt8] }
    let replaced = try encode { writer in
      try writer.beginTag(2)
      do { try writer.encode(nested) } catch { writer.encodeNil() }
      writer.endTag()
    }
    #expect(replaced == "c2f6")
  }

  @Test("a container or tag that is omitted because it is nested too deeply does not change the depth")
  func depth() throws {
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = 2
    let bytes: [UInt8] = try encoder.encode(
      Written { writer in
        try writer.beginArray(2)
        try writer.beginArray(3)
        do { try writer.beginArray(1) } catch { writer.encodeNil() }
        do { try writer.beginMap(1) } catch { writer.encodeNil() }
        do { try writer.beginTag(1) } catch { writer.encodeNil() }
        writer.endArray()
        try writer.beginTag(6)
        try writer.encode(1)
        writer.endTag()
        writer.endArray()
      })
    #expect(hex(bytes) == "8283f6f6f6c601")
  }

  // MARK: Errors that a container could not throw

  /// A value that asks its encoder for two containers of different kinds, which the Encoder protocol cannot refuse.
  private struct Refused: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(1)
      _ = encoder.container(keyedBy: AnyKey.self)
    }
  }

  @Test("a value that fails to open a container is rolled back, and the message fails as through containers")
  func failures() {
    #expect(throws: EncodingError.self) {
      try encode { writer in
        try writer.beginArray(1)
        do { try writer.encode(Refused()) } catch { writer.encodeNil() }
        writer.endArray()
      }
    }
    #expect(throws: EncodingError.self) { try encode { try $0.encode(Refused()) } }
    #expect(throws: EncodingError.self) {
      try CBOREncoder().withEncoded(Written { try $0.encode(Refused()) }) { _ in }
    }
  }

  private struct Throwing: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(1)
      throw Written.Failed()
    }
  }

  private struct Plain: Encodable { var value: Written }
}
