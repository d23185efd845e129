// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The contexts of the pending calls that carry metadata or have an origin, by call ID.
///
/// Not part of the slots, so that calls without metadata pay only for a flag.
///
/// Thread safety: safe from any thread.
final class PendingContexts: Sendable {
  private let contexts = Guarded<[UInt64: CallContext]>([:])

  /// Records the context of the call `id`, which stays until ``remove(_:)``.
  func insert(_ context: CallContext, of id: UInt64) {
    contexts.withLock { $0[id] = context }
  }

  func remove(_ id: UInt64) {
    // Released outside the lock, since an origin refers to user objects.
    _ = contexts.withLock { $0.removeValue(forKey: id) }
  }

  /// Returns the context of the call `id`; `nil` if it carries nothing.
  func of(_ id: UInt64) -> CallContext? { contexts.withLock { $0[id] } }

  /// The number of calls with a context.
  var count: Int { contexts.withLock { $0.count } }
}
