// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Strings of definite length.
extension ItemCursor {
  /// Reads the content of a definite-length string.
  @inlinable @inline(__always)
  mutating func content(of major: UInt8) -> UnsafeRawBufferPointer? {
    let start = unsafe at
    guard let size = argument(of: major) else { return nil }
    guard size <= UInt64(truncatingIfNeeded: left) else {
      unsafe at = start
      return nil
    }
    let content = unsafe UnsafeRawBufferPointer(start: at, count: Int(truncatingIfNeeded: size))
    unsafe at += Int(truncatingIfNeeded: size)
    pending &-= 1
    return unsafe content
  }

  /// Reads a text string, if it is valid UTF-8.
  @inline(never) @usableFromInline
  mutating func text() -> String? {
    let start = self
    guard let content = unsafe content(of: 3) else { return nil }
    // A short ASCII string is created in place, in a String without heap memory.
    if content.count < 16, unsafe Self.isASCII(content) {
      return unsafe String(unsafeUninitializedCapacity: content.count) { target in
        unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: content)
        return content.count
      }
    }
    guard let utf8 = unsafe try? UTF8Span(validating: content.assumingMemoryBound(to: UInt8.self).span) else {
      self = start
      return nil
    }
    return String(copying: utf8)
  }

  /// Returns a Boolean value that indicates whether fewer than 16 bytes are ASCII, by two words that may overlap.
  @inline(__always)
  private static func isASCII(_ content: UnsafeRawBufferPointer) -> Bool {
    guard let base = content.baseAddress else { return true }
    func bits<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type) -> UInt64 {
      let last = unsafe base + (content.count - MemoryLayout<Word>.size)
      return unsafe UInt64(truncatingIfNeeded: base.loadUnaligned(as: type) | last.loadUnaligned(as: type))
    }
    let all =
      switch content.count {
      case 8...: bits(UInt64.self)
      case 4...: bits(UInt32.self)
      case 2...: bits(UInt16.self)
      case 1: bits(UInt8.self)
      default: 0 as UInt64
      }
    return all & 0x8080_8080_8080_8080 == 0
  }
}
