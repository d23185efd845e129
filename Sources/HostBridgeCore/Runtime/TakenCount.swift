// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The number of items of a stream that its receiver has taken, until the stream is given up.
///
/// Giving up freezes the count: no further item is taken, so the number that the sender learns is exact.
///
/// Thread safety: safe from any thread; one thread at a time takes items.
struct TakenCount: ~Copyable, Sendable {
  private static var frozenBit: UInt64 { 1 << 63 }

  private let bits = Atomic<UInt64>(0)

  /// The number of items that had been taken when the count was frozen; `nil` before that.
  var frozen: UInt64? {
    let bits = bits.load(ordering: .acquiring)
    return bits & Self.frozenBit == 0 ? nil : bits & ~Self.frozenBit
  }

  /// Counts an item that the receiver is about to take; returns false if the count is frozen.
  @inline(__always)
  func take() -> Bool {
    // Not an addition that is undone afterwards, which a thread that freezes again in between would count.
    let count = bits.load(ordering: .relaxed)
    guard count & Self.frozenBit == 0 else { return false }
    // Fails only if the count is frozen now, since no other thread takes items.
    return bits.compareExchange(expected: count, desired: count + 1, ordering: .acquiringAndReleasing).exchanged
  }

  /// Freezes the count, unless that has been done, and returns it.
  @discardableResult
  func freeze() -> UInt64 {
    bits.bitwiseOr(Self.frozenBit, ordering: .acquiringAndReleasing).oldValue & ~Self.frozenBit
  }

  /// Begins again at 0, before another stream uses the count.
  func reset() { bits.store(0, ordering: .relaxed) }
}
