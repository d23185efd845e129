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

/// The name of events as bytes with a hash, so that finding a channel creates no string.
struct ChannelName: Sendable {
  let hash: UInt64
  private let bytes: ContiguousArray<UInt8>

  init(_ name: WireName) {
    (hash, bytes) = unsafe name.withBytes { unsafe (Self.hash(of: $0), ContiguousArray($0)) }
  }

  /// The name as text, for reports.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Calls `body` with the bytes of the name.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe bytes.withUnsafeBytes(body)
  }

  /// Returns whether the name has the given hash and bytes.
  @inline(__always)
  func matches(_ hash: UInt64, _ other: UnsafeRawBufferPointer) -> Bool {
    guard hash == self.hash, bytes.count == other.count else { return false }
    return unsafe withBytes { unsafe memcmp($0.baseAddress!, other.baseAddress!, other.count) == 0 }  // not empty
  }

  /// Returns a hash of the bytes of a name.
  ///
  /// Not collision-resistant against an adversary, which could slow down only its own bridge.
  @inline(__always)
  static func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(bytes.count)
    guard bytes.count >= 8 else {
      for index in 0..<bytes.count { hash = unsafe hash << 8 | UInt64(bytes[index]) }
      return mixed(hash)
    }
    var index = 0
    while index &+ 8 < bytes.count {
      hash = unsafe mixed(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index &+= 8
    }
    return unsafe mixed(hash ^ bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self))
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }
}
