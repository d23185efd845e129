// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The effects of encoding indicators (RFC 8949 §8.1), which only diagnostic notation needs.
extension OutputBuffer {
  /// Replaces the head of the item at an offset with one whose argument takes 1, 2, 4 or 8 bytes, for a width of 0 to
  /// 3.
  ///
  /// - Returns: Whether the argument fits. If not, nothing changes.
  mutating func widenHead(at offset: Int, to width: UInt8) -> Bool {
    guard let head = try? head(at: offset), head.kind.rawValue <= Head.Kind.tag.rawValue, !head.isIndefinite else {
      return false
    }
    guard width >= 3 || head.argument >> (8 << width) == 0 else { return false }
    var wide = OutputBuffer(capacity: 16)
    wide.append(wide: head.kind.rawValue, argument: head.argument, width: width)
    splice(offset..<head.end, with: wide)
    return true
  }

  /// Makes the array, map or empty string at an offset indefinite; the caller appends its break.
  ///
  /// - Returns: Whether the head could be replaced.
  mutating func makeIndefinite(at offset: Int) -> Bool {
    guard let head = try? head(at: offset), head.kind.rawValue < Head.Kind.tag.rawValue else { return false }
    var initial = OutputBuffer(capacity: 16)
    initial.append(initial: head.kind.rawValue << 5 | 0x1f)
    splice(offset..<head.end, with: initial)
    return true
  }

  /// Appends a float in 2, 4 or 8 bytes, for a width of 1 to 3.
  ///
  /// - Returns: Whether the width preserves the value. If not, nothing is appended.
  mutating func append(float number: Double, width: UInt8) -> Bool {
    switch width {
    case 1:
      guard let narrow = Float(exactly: number) ?? (number.isNaN ? .nan : nil) else { return false }
      guard let bits = number.isNaN ? HalfFloat.canonicalNaN : HalfFloat.bits(exactly: narrow) else { return false }
      append(half: bits)
    case 2:
      guard let narrow = number.isNaN ? .nan : Float(exactly: number) else { return false }
      append(wide: 7, argument: UInt64(narrow.bitPattern), width: width)
    default:
      append(wide: 7, argument: number.bitPattern, width: 3)
    }
    return true
  }

  /// Makes everything from an offset on the content of a byte string.
  mutating func wrapInBytes(from offset: Int) {
    var head = OutputBuffer(capacity: 16)
    head.append(bytesOf: count - offset)
    splice(offset..<offset, with: head)
  }

  mutating func insert(_ byte: UInt8, at offset: Int) {
    var initial = OutputBuffer(capacity: 16)
    initial.append(initial: byte)
    splice(offset..<offset, with: initial)
  }

  mutating func appendBreak() { append(initial: 0xff) }

  private mutating func append(initial byte: UInt8) {
    unsafe withUnsafeBytes(of: byte) { unsafe append(content: $0) }
  }

  /// Replaces a range with other bytes.
  private mutating func splice(_ range: Range<Int>, with other: borrowing OutputBuffer) {
    var rest = OutputBuffer(capacity: count - range.upperBound)
    rest.append(range.upperBound..<count, of: self)
    truncate(to: range.lowerBound)
    append(0..<other.count, of: other)
    append(0..<rest.count, of: rest)
  }
}
