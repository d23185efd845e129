// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The items that a handler has sent, counted for its interceptors.
///
/// Thread safety: safe from any thread.
package final class StreamCounts: Sendable {
  private let sentItems = Atomic(0)
  private let sentBytes = Atomic(0)

  package init() {}

  package func add(_ bytes: Int) {
    sentItems.wrappingAdd(1, ordering: .relaxed)
    sentBytes.wrappingAdd(bytes, ordering: .relaxed)
  }

  package var items: Int { sentItems.load(ordering: .relaxed) }
  package var bytes: Int { sentBytes.load(ordering: .relaxed) }
}
