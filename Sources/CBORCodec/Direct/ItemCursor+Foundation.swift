// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

// Foundation's types in the form in which the encoder writes them. Each has a tag, which needs a level of nesting.
extension ItemCursor {
  /// Reads a tag if it is next and has this number.
  @inline(__always)
  private mutating func tag(_ number: UInt64) -> Bool {
    let start = unsafe at
    if argument(of: 6) == number { return true }
    unsafe at = start
    return false
  }

  /// Calls `read`, and returns `nil` without moving the cursor if it fails.
  @inline(__always)
  private mutating func attempt<Value>(_ read: (inout ItemCursor) -> Value?) -> Value? {
    var ahead = self
    guard let value = read(&ahead) else { return nil }
    self = ahead
    return value
  }

  /// Reads tag 1 around a number (RFC 8949 §3.4.2).
  mutating func date(_ depthLeft: Int) -> Date? {
    attempt { ahead in
      guard depthLeft > 0, ahead.tag(TagNumber.epochDate) else { return nil }
      guard let seconds = ahead.integer(Int64.self).map({ Double($0) }) ?? ahead.double(), seconds.isFinite else {
        return nil
      }
      return Date(timeIntervalSince1970: seconds)
    }
  }

  /// Reads tag 37 around 16 bytes.
  mutating func uuid(_ depthLeft: Int) -> UUID? {
    attempt { ahead in
      guard depthLeft > 0, ahead.tag(TagNumber.uuid), let content = unsafe ahead.content(of: 2) else { return nil }
      return unsafe UUID(networkOrder: content)
    }
  }

  /// Reads tag 32 around text (RFC 8949 §3.4.5.3).
  mutating func url(_ depthLeft: Int) -> URL? {
    attempt { ahead in
      guard depthLeft > 0, ahead.tag(TagNumber.uri) else { return nil }
      return ahead.text().flatMap { URL(string: $0) }
    }
  }

  /// Reads tag 4 around exponent and mantissa (RFC 8949 §3.4.4).
  mutating func decimal(_ depthLeft: Int) -> Decimal? {
    attempt { ahead in
      guard depthLeft > 1, ahead.tag(TagNumber.decimalFraction), ahead.arrayCount() == 2,
        let exponent = ahead.integer(Int.self),
        let mantissa = ahead.integer(Int64.self)
      else { return nil }
      return DecimalParts(
        magnitude: UInt128(mantissa.magnitude), isNegative: mantissa < 0, exponent: exponent
      ).decimal
    }
  }
}

extension UUID {
  /// Creates a UUID from its 16 bytes; `nil` for any other number of bytes.
  init?(networkOrder bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    unsafe withUnsafeMutableBytes(of: &uuid) { unsafe $0.copyMemory(from: bytes) }
    self.init(uuid: uuid)
  }
}
