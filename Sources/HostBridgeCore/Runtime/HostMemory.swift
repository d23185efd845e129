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

/// Bytes of a host's, copied into memory that the system may refuse.
///
/// A host chooses their number, and Swift's own arrays end the process where there is no memory for them.
///
/// Ownership: freed with the object. Thread safety: immutable.
@safe final class HostMemory: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer?
  let count: Int

  /// Copies `count` bytes from `source`.
  ///
  /// - Returns: Nil if there is no memory for them.
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

  /// Takes over `count` bytes at `start`, which `malloc` returned.
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
  /// Ends the process if there is no memory for it, as every array of Swift's does.
  var array: [UInt8] {
    withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } }
  }

  /// Returns whether an array of `count` bytes can be had now.
  ///
  /// Another thread may take the memory before it is used; so this makes a refusal likely where it is due, not certain.
  static func isAvailable(_ count: Int) -> Bool {
    count <= 1 << 16 || hostcall_memory_is_available(count)
  }
}
