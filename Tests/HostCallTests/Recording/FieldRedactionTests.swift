// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import HostBridgeCore
import TestSupport
import Testing

@testable import HostCall

@Suite("FieldRedaction") struct FieldRedactionTests {
  private static let secret = CBORValue.map([CBORValue.Pair(key: .text("password"), value: .text("hunter2"))])

  /// Returns a message of `arrays` arrays around a value.
  private func message(_ arrays: Int, around value: CBORValue) -> CBORValue {
    (0..<arrays).reduce(value) { value, _ in .array([value]) }
  }

  private func embedded(_ value: CBORValue) throws -> CBORValue {
    .tagged(24, .bytes(try CBOREncoder().encode(value)))
  }

  private func redacted(_ value: CBORValue) throws -> (CBORValue, Set<String>) {
    try onSmallStack {
      var redaction = FieldRedaction(["password"])
      return (redaction.redacted(value), redaction.found)
    }
  }

  // The arrays of nine messages, each of which is inside the one before: with eight tags and the map, 128 levels.
  @Test(
    "messages inside each other together nest as deep as one message may",
    arguments: [
      Array(repeating: 14, count: 8) + [7], Array(repeating: 0, count: 8) + [119],
      [119] + Array(repeating: 0, count: 8),
    ])
  func nesting(arrays: [Int]) throws {
    let replaced = CBORValue.map([CBORValue.Pair(key: .text("password"), value: .text(CallRecord.redaction))])
    for excess in [0, 1] {
      var value = message(arrays[8] + excess, around: Self.secret)
      var expected = message(arrays[8], around: replaced)
      for (index, count) in arrays.dropLast().reversed().enumerated() {
        // The innermost message is replaced as a whole if it is the one that nests too deep.
        expected = index == 0 && excess == 1 ? .text(CallRecord.redaction) : try embedded(expected)
        (value, expected) = (message(count, around: try embedded(value)), message(count, around: expected))
      }
      let (found, names) = try redacted(value)
      #expect(found == expected)
      #expect(names == (excess == 0 ? ["password"] : ["tag 24"]))
    }
  }

  @Test("messages that each nest as deep as one may are replaced, on a stack of 512 KiB")
  func hostile() throws {
    var value = message(126, around: Self.secret)
    for _ in 1...8 { value = message(127, around: try embedded(value)) }
    let (found, _) = try redacted(value)
    #expect(found == message(127, around: .text(CallRecord.redaction)))
  }
}
