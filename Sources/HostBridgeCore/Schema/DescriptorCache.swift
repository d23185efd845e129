// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Caches the encoded descriptor of a bridge's calls until they change.
///
/// Thread safety: guarded by its own lock.
final class DescriptorCache: Sendable {
  private struct Entry: Sendable {
    let calls: [DescribedCall]
    let bytes: [UInt8]
  }

  private let entry = Guarded<Entry?>(nil)

  /// Returns the descriptor of `calls`, encoding it if they have changed.
  ///
  /// Encoding may run user code, so it runs without the lock, and two threads may both do it.
  func bytes(for calls: [DescribedCall], _ encode: ([DescribedCall]) -> [UInt8]) -> [UInt8] {
    if let entry = entry.withLock({ $0 }), entry.calls == calls { return entry.bytes }
    let bytes = encode(calls)
    entry.withLock { $0 = Entry(calls: calls, bytes: bytes) }
    return bytes
  }
}
