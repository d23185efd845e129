/// Bytes as the host is promised them: never NULL, aligned to 16.
enum AlignedBytes {
  static let alignment = 16

  /// Gives `body` the bytes of `span`, which are where they are already unless they do not lie as promised.
  static func with(_ span: RawSpan, _ body: (UnsafePointer<UInt8>, Int) -> Void) {
    unsafe span.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress, UInt(bitPattern: start) % UInt(alignment) == 0 {
        unsafe body(start.assumingMemoryBound(to: UInt8.self), bytes.count)
      } else {
        unsafe withCopy(bytes, body)
      }
    }
  }

  private static func withCopy(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafePointer<UInt8>, Int) -> Void) {
    unsafe withUnsafeTemporaryAllocation(byteCount: max(bytes.count, 1), alignment: alignment) { copy in
      unsafe copy.copyMemory(from: bytes)
      let start = unsafe copy.baseAddress!.assumingMemoryBound(to: UInt8.self)  // it has at least one byte
      unsafe body(UnsafePointer(start), bytes.count)
    }
  }

  /// A copy of what a host points to.
  ///
  /// A NULL of no bytes is an empty array.
  static func copy(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    guard let start = unsafe start, count > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
      initialized = count
    }
  }
}

extension AlignedBytes {
  /// The number of bytes before the first NUL; `limit` if there is none among so many.
  static func length(of text: UnsafePointer<CChar>, atMost limit: Int) -> Int {
    var length = 0
    while length < limit, unsafe text[length] != 0 { length += 1 }
    return length
  }
}
