// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCBOR
import Testing

/// Reading in place gives the same results as libcbor, for every initial byte, at the end of a message and before it.
@Suite("Reading items without libcbor")
struct InPlaceReadingTests {
  private static let arguments: [[UInt8]] = [
    [0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8], [3, 0, 0, 0, 0, 0, 0, 0], [0, 3, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 3, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 3], [0x3c, 0, 0, 0, 0, 0, 0, 0], [0x7f, 0xc0, 0, 0, 0, 0, 0, 0], [0x80, 0, 0, 0, 0, 0, 0, 0],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x47, 0xc3, 0x50, 0, 0, 0, 0, 0],
    [0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a],
  ]

  /// Returns the items that begin with `initial`, with arguments as long as libcbor reads, and some content.
  private static func items(_ initial: UInt8) -> [(head: hostcall_cbor_head, item: [UInt8])] {
    arguments.map { argument in
      let bytes = [initial] + argument
      let head = unsafe bytes.withUnsafeBytes { unsafe hostcall_read_cbor_head($0.baseAddress, $0.count) }
      guard Int(head.status) == HOSTCALL_CBOR_READ else { return (head, bytes) }
      let content: [UInt8]
      switch Int(head.kind) {
      case _ where head.is_indefinite != 0: content = [0xff]
      case HOSTCALL_CBOR_BYTES, HOSTCALL_CBOR_TEXT:
        content = [UInt8](repeating: 0x61, count: Int(min(head.argument, 64)))
      case HOSTCALL_CBOR_ARRAY: content = [UInt8](repeating: 0, count: Int(min(head.argument, 64)))
      case HOSTCALL_CBOR_MAP: content = (0..<UInt8(min(head.argument, 24))).flatMap { [0x41, $0, 0] }
      case HOSTCALL_CBOR_TAG: content = [0]
      default: content = []
      }
      return (head, bytes.prefix(Int(head.length)) + content)
    }
  }

  /// Compares the values that a type decodes from an item that is the whole message, and from one with others after it.
  private func check<Value: CBORDecodable & Equatable>(_ item: [UInt8], is expected: Value?) {
    let alone = try? CBORDecoder().decode(Value.self, from: item)
    let followed = try? CBORDecoder().decode(Pair<Value>.self, from: [0x82] + item + [0x1b, 1, 2, 3, 4, 5, 6, 7, 8])
    // Without the #expect macro, which would take longer than the rest of the test.
    if alone != expected || followed?.first != expected {
      Issue.record("\(hex(item)) as \(Value.self): \(alone as Any), and \(followed?.first as Any) before others")
    }
  }

  private struct Pair<Value: CBORDecodable & Equatable>: CBORDecodable {
    let first: Value

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      first = try container.decode(Value.self)
    }

    init(from reader: inout CBORReader) throws {
      var array = try reader.beginArray()
      guard reader.nextElement(of: &array) else { throw reader.dataCorrupted(at: 0, "Expected two elements") }
      first = try reader.decode(Value.self)
      while reader.nextElement(of: &array) { _ = try reader.decode(UInt64.self) }
    }
  }

  @Test("every initial byte is read as cbor_stream_decode reads it", arguments: UInt8.min ... .max)
  func initialBytes(_ initial: UInt8) {
    for (head, item) in Self.items(initial) {
      let isRead = Int(head.status) == HOSTCALL_CBOR_READ
      let (kind, argument) = (isRead ? Int(head.kind) : -1, head.argument)
      let isDefinite = head.is_indefinite == 0
      let unsigned = kind == HOSTCALL_CBOR_UNSIGNED ? argument : nil
      // A tag's content is 0 here, and the tag is skipped.
      let isTagged = kind == HOSTCALL_CBOR_TAG
      let negative = kind == HOSTCALL_CBOR_NEGATIVE ? Int64(exactly: argument).map { ~$0 } : nil
      let number = kind == HOSTCALL_CBOR_FLOAT ? Double(bitPattern: argument) : nil
      check(item, is: isTagged ? 0 : unsigned)
      check(item, is: isTagged ? 0 : unsigned.flatMap { Int64(exactly: $0) } ?? negative)
      check(item, is: isTagged ? 0 : unsigned.flatMap { Int8(exactly: $0) } ?? negative.flatMap { Int8(exactly: $0) })
      if let number {
        let double = try? CBORDecoder().decode(Double.self, from: item)
        #expect(double?.bitPattern == number.bitPattern || (number.isNaN && double?.isNaN == true), "\(hex(item))")
      }
      let simple = kind == HOSTCALL_CBOR_SIMPLE ? argument : nil
      check(item, is: simple == 20 ? false : simple == 21 ? true : nil)
      if simple == 22 || simple == 23 { check(item, is: Int??.some(nil)) }
      let size = isDefinite ? Int(exactly: argument).flatMap { $0 <= 64 ? $0 : nil } : 0
      check(item, is: kind == HOSTCALL_CBOR_TEXT ? size.map { String(repeating: "a", count: $0) } : nil)
      let bytes = kind == HOSTCALL_CBOR_BYTES ? size.map { [UInt8](repeating: 0x61, count: $0) } : nil
      let elements = kind == HOSTCALL_CBOR_ARRAY ? size.map { [UInt8](repeating: 0, count: $0) } : nil
      check(item, is: bytes ?? elements)
      check(item, is: elements?.map { Int($0) })
    }
  }
}
