// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The bytes of an event, as the queues of its listeners hold them.
///
/// A small event is a value that each queue copies, so it allocates nothing. The queues share the memory of a larger
/// one, which is freed with the last reference.
struct EventContent: Sendable {
  /// The size of the largest small event in bytes.
  static var smallSize: Int { MemoryLayout<Words>.size }

  /// Vectors, since they are aligned to 16.
  private typealias Words = (SIMD2<UInt64>, SIMD2<UInt64>)

  /// The bytes of a small event.
  private var words: Words = (.zero, .zero)
  /// The bytes of a larger one; `nil` for a small one.
  private var shared: HostMemory?
  /// The size of the event in bytes.
  let count: Int

  /// Copies an event; returns `nil` if memory is lacking.
  @inline(__always)
  init?(copying bytes: UnsafeRawBufferPointer) {
    count = bytes.count
    if bytes.count <= Self.smallSize {
      shared = nil
      unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyMemory(from: bytes) }
    } else {
      shared = unsafe HostMemory(aligning: bytes)
      if shared == nil { return nil }
    }
  }

  /// The event in memory that can be shared; `nil` if memory is lacking.
  var memory: HostMemory? {
    if let shared { return shared }
    return unsafe withUnsafeBytes(of: words) {
      unsafe HostMemory(aligning: UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
  }

  /// Calls `body` with the bytes, which are valid until it returns.
  func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
    if let shared { return try shared.withBytes(body) }
    return try unsafe withUnsafeBytes(of: words) { bytes throws(Failure) in
      try unsafe body(RawSpan(_unsafeStart: bytes.baseAddress!, byteCount: count))  // not empty
    }
  }

  /// Releases the memory of a larger event, which must not be used any more.
  @inline(__always)
  mutating func release() {
    if shared != nil { shared = nil }
  }

  /// Returns the address of the bytes of the event at `place`, which is aligned to 16, and valid as long as the event
  /// is there.
  @inline(__always)
  static func start(of place: UnsafePointer<EventContent>) -> UnsafeRawPointer {
    if let shared = unsafe place.pointee.shared?.start { return UnsafeRawPointer(shared) }
    // A tuple of vectors is aligned as they are, and the first property begins where its struct does.
    return unsafe UnsafeRawPointer(place)
  }
}
