// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Fast paths for the most common items, both in sequential decoding and by offset. Each returns `nil` for an item that
// needs a closer look or is an error.
extension DecodingMessage {
  @inline(__always)
  func fastBool(at offset: Int) -> Bool? { isSequential(at: offset) ? cursor.bool() : nil }

  @inline(__always)
  func fastString(at offset: Int) -> String? { isSequential(at: offset) ? cursor.text() : nil }

  @inline(__always)
  func fastFloat<Number: BinaryFloatingPoint>(_ type: Number.Type, at offset: Int) -> Number? {
    isSequential(at: offset) ? cursor.float(type) : nil
  }

  @inline(__always)
  func fastInteger<Integer: FixedWidthInteger>(_ type: Integer.Type, at offset: Int) -> Integer? {
    if isSequential(at: offset) { return cursor.integer(type) }
    guard isScanned, let head = try? head(at: offset) else { return nil }
    switch head.kind {
    case .unsigned: return Integer(exactly: head.argument)
    case .negative: return Int64(exactly: head.argument).flatMap { Integer(exactly: ~$0) }
    default: return nil
    }
  }
}
