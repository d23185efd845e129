// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// Passes bytes to a host as hostcall.h promises: never NULL, and aligned to 16.
enum AlignedBytes {
  static let alignment = 16
  /// Up to this size in bytes, `hostcall_run_invoke` aligns the request itself, which is faster.
  private static let small = 256

  /// Calls `body` with the bytes of `span`, or with a copy if they are not aligned.
  static func with(_ span: RawSpan, _ body: (UnsafeRawPointer, Int) -> Void) {
    unsafe span.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress, UInt(bitPattern: start) % UInt(alignment) == 0 {
        unsafe body(start, bytes.count)
      } else {
        unsafe withCopy(bytes, body)
      }
    }
  }

  private static func withCopy(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawPointer, Int) -> Void) {
    unsafe withUnsafeTemporaryAllocation(byteCount: max(bytes.count, 1), alignment: alignment) { copy in
      unsafe copy.copyMemory(from: bytes)
      unsafe body(UnsafeRawPointer(copy.baseAddress!), bytes.count)  // it has at least one byte
    }
  }

  /// Like ``with(_:_:)``, for a request, which `hostcall_run_invoke` aligns if it is small.
  static func withRequest(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawPointer?, Int) -> Void) {
    let start = bytes.baseAddress
    if bytes.count <= small || UInt(bitPattern: start) % UInt(alignment) == 0 {
      unsafe body(start, bytes.count)
    } else {
      unsafe withCopy(bytes) { start, count in unsafe body(start, count) }
    }
  }

  /// Returns the number of bytes before the first NUL, or `limit` if the first `limit` bytes contain none.
  static func length(of text: UnsafePointer<CChar>, atMost limit: Int) -> Int {
    unsafe strnlen(text, limit)
  }
}
