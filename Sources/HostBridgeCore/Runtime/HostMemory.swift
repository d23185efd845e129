// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A copy of a host's bytes, in memory from `malloc`.
///
/// A host chooses the size, and Swift's arrays end the process if memory is lacking.
///
/// Ownership: freed with the object. Thread safety: immutable.
@safe final class HostMemory: @unchecked Sendable {
  /// The address of the bytes, which are valid as long as the object; `nil` if there are none.
  let start: UnsafeMutableRawPointer?
  let count: Int

  /// Copies `count` bytes from `source`; returns `nil` if memory is lacking.
  init?(copying source: UnsafePointer<UInt8>?, _ count: Int) {
    self.count = count
    guard count > 0, let source = unsafe source else {
      unsafe start = nil
      return
    }
    unsafe start = malloc(count)
    guard let start = unsafe start else { return nil }
    unsafe start.copyMemory(from: source, byteCount: count)
  }

  /// Copies bytes for a host that keeps their address, aligned to 16; returns `nil` if memory is lacking.
  init?(aligning bytes: UnsafeRawBufferPointer) {
    unsafe start = hostcall_memory_copy_aligned(bytes.baseAddress, bytes.count)
    count = bytes.count
    if unsafe start == nil { return nil }
  }

  /// Takes ownership of `count` bytes at `start`, which `malloc` returned.
  init(owning start: UnsafeMutableRawPointer?, _ count: Int) {
    unsafe self.start = start
    self.count = count
  }

  deinit { unsafe free(start) }

  /// Calls `body` with the bytes, which are valid until it returns.
  func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    guard let start = unsafe start else { return try body(RawSpan()) }
    return try body(unsafe RawSpan(_unsafeStart: start, byteCount: count))
  }

  /// The bytes as an array.
  ///
  /// Ends the process if memory is lacking, as for any array.
  var array: [UInt8] {
    withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } }
  }

  /// Returns whether memory for an array of `count` bytes is available now.
  ///
  /// Another thread may take the memory first, so a shortage is usually detected, but not always.
  static func isAvailable(_ count: Int) -> Bool {
    count <= 1 << 16 || hostcall_memory_is_available(count)
  }
}
