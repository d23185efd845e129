// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The counters of a bridge's streams to the host, which all of them share.
///
/// Thread safety: safe from any thread.
final class InboundStreamCounters: Sendable {
  private let open = Atomic<Int>(0)
  private let items = Atomic<UInt64>(0)

  /// Counts a stream that begins.
  func countBegun() { open.wrappingAdd(1, ordering: .relaxed) }

  /// Counts a stream that ends.
  func countEnded() { open.wrappingSubtract(1, ordering: .relaxed) }

  /// Counts an item that the core has sent.
  func countItem() { items.wrappingAdd(1, ordering: .relaxed) }

  /// Adds the counters to `statistics`.
  func addCounters(to statistics: inout HostBridgeStatistics) {
    statistics.streams += UInt64(clamping: open.load(ordering: .relaxed))
    statistics.itemsToHost += items.load(ordering: .relaxed)
  }
}
