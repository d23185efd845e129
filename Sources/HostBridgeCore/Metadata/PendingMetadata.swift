// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The metadata of the pending calls that carry any, by call ID.
///
/// Not part of the slots, so that calls without metadata pay only for a flag.
///
/// Thread safety: safe from any thread.
final class PendingMetadata: Sendable {
  private let metadata = Guarded<[UInt64: HostCallMetadata]>([:])

  /// Records the metadata of the call `id`, which stays until ``remove(_:)``.
  func insert(_ metadata: HostCallMetadata, of id: UInt64) {
    self.metadata.withLock { $0[id] = metadata }
  }

  func remove(_ id: UInt64) {
    metadata.withLock { _ = $0.removeValue(forKey: id) }
  }

  /// Returns the metadata of the call `id`, without entries if it carries none.
  func of(_ id: UInt64) -> HostCallMetadata { metadata.withLock { $0[id] } ?? HostCallMetadata() }

  /// The number of calls with metadata.
  var count: Int { metadata.withLock { $0.count } }
}
