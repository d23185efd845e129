// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import TestSupport
import Testing

/// Types that decode themselves from the same item, with no end: through each way back into the codec.
///
/// The other bounds on depth are in ``EncodingDepthTests``.
@Suite("Depth of decoding")
struct DecodingDepthTests {
  /// A type that decodes a single value of its own type.
  private final class Link: Decodable {
    var next: Link?

    init(from decoder: any Decoder) throws { next = try decoder.singleValueContainer().decode(Link?.self) }
  }

  private struct Direct: CBORDecodable {
    init(from decoder: any Decoder) throws { _ = try decoder.singleValueContainer().decode(Self.self) }

    init(from reader: inout CBORReader) throws { _ = try reader.decode(Self.self) }
  }

  /// A type that the reader decodes as one that is only known to be `Decodable`.
  private struct Hidden: CBORDecodable {
    init(from decoder: any Decoder) throws { _ = try decoder.singleValueContainer().decode(Self.self) }

    init(from reader: inout CBORReader) throws { _ = try Self.decode(Self.self, from: &reader) }

    private static func decode<Value: Decodable>(_ type: Value.Type, from reader: inout CBORReader) throws -> Value {
      try reader.decode(type)
    }
  }

  /// A CBORDecodable type and one that is only Decodable, each of which decodes the other.
  private struct Mixed: CBORDecodable {
    private struct Other: Decodable {
      init(from decoder: any Decoder) throws { _ = try decoder.singleValueContainer().decode(Mixed.self) }
    }

    init(from decoder: any Decoder) throws { _ = try decoder.singleValueContainer().decode(Other.self) }

    init(from reader: inout CBORReader) throws { _ = try reader.decode(Other.self) }
  }

  /// A type that decodes the next element of an array around it, which is itself.
  private struct Kept: Decodable {
    @TaskLocal static var container = Shared()

    final class Shared: @unchecked Sendable {  // used on one thread
      var elements: (any UnkeyedDecodingContainer)?
    }

    init(from decoder: any Decoder) throws {
      let shared = Self.container
      if shared.elements == nil { shared.elements = try decoder.unkeyedContainer() }
      guard var elements = shared.elements else { return }
      _ = try elements.decode(Self.self)
    }
  }

  private func check<Value: Decodable>(
    _ type: Value.Type, _ bytes: String = "01", by decoder: CBORDecoder = CBORDecoder()
  ) throws {
    let error = #expect(throws: DecodingError.self, "\(type)") { try decoder.decode(type, from: hex(bytes)) }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(type): \(String(describing: error))")
      return
    }
    #expect(context.debugDescription.contains("values inside each other"), "\(type)")
  }

  @Test("a type that decodes itself from the same item throws an error, even on a stack of 512 KiB")
  func endless() throws {
    var containers = CBORDecoder()
    containers.userInfo = .throughContainers
    var dates = CBORDecoder()
    dates.dateDecodingStrategy = .custom { try $0.singleValueContainer().decode(Date.self) }
    try onSmallStack { [containers, dates] in
      #expect(try CBORDecoder().decode(Link.self, from: hex("f6")).next == nil)
      try check(Link.self)
      try check([Link].self, "81 01")
      try check(Direct.self)
      try check(Direct.self, by: containers)
      try check([Direct].self, "81 01")
      try check(Hidden.self)
      try check(Mixed.self)
      try check(Mixed.self, by: containers)
      try check(Date.self, by: dates)
      try check([Date].self, "81 01", by: dates)
      try Kept.$container.withValue(Kept.Shared()) { try check(Kept.self, "81 01") }
    }
  }

  /// A type that tries to decode itself, and then reads a number.
  private struct Trying: Decodable {
    let number: Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      number = (try? container.decode(Link.self)) == nil ? try container.decode(Int.self) : 0
    }
  }

  @Test("an attempt that failed at the limit counts no further")
  func attempts() throws {
    let values = try CBORDecoder().decode([Trying].self, from: hex("84 01 02 03 04"))
    #expect(values.map(\.number) == [1, 2, 3, 4])
    _ = try CBORDecoder().decode([LinearDecoding.Direct<Trying>].self, from: hex("82 a1617601 a1617602"))
  }
}
