// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The next events of a listener of the host, which the callback thread has taken out of the queue together and passes
/// to the listener one by one.
///
///     taken together    a b c d
///     next              ↑
///     claim               ↑         a begins
///     revoke                ↑       b is dropped, since another event does not fit otherwise
///     claim                   ↑     c begins, after 1 event that was dropped
///
/// An event that has not begun counts as waiting: it occupies the queue, and is dropped as the oldest. The callback
/// thread claims an event with one atomic addition, so it takes the lock of the channel once for many events, and an
/// emitter that is suspended while it holds that lock does not keep it from running the listener.
///
/// Thread safety: guarded by the lock of the channel, except for ``claim()``. Each entry belongs to the thread that has
/// advanced the index of the next one past it.
@safe final class EventBatch: @unchecked Sendable {  // an atomic, and as above
  typealias Entry = BoundedQueue<EventContent>.Entry

  private let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  // Unchecked because only the callback thread changes them, those of entries that it reads without the lock included.
  @exclusivity(unchecked) private var count = 0
  /// The index after the last event that was claimed, or that was skipped since it had been dropped.
  @exclusivity(unchecked) private var passed = 0
  /// Whether the event before that index has begun, and not been released.
  @exclusivity(unchecked) private var hasBegun = false
  /// The number of events that were dropped since the last one that was claimed.
  @exclusivity(unchecked) private var missed: UInt64 = 0

  /// The index of the next event, or more than the last.
  private let next = Atomic<Int>(0)

  /// Creates an empty batch.
  ///
  /// - Parameter capacity: The maximum number of events. Their memory is allocated here, since it may be lacking when
  ///   there are some; 0 if there will be none.
  init(capacity: Int) {
    unsafe entries = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit {
    while revoke() {}
    if unsafe hasBegun { unsafe entries[passed - 1].element.release() }
    unsafe entries.deallocate()
  }

  // MARK: With the lock held

  /// Tells `queue` how many events have not begun; one of them may begin at this moment.
  func updateHeld(of queue: inout BoundedQueue<EventContent>) {
    let first = next.load(ordering: .acquiring)
    if unsafe first < count {
      unsafe queue.setHeld(count - first, from: entries[first].start)
    } else {
      queue.setHeld(0, from: 0)
    }
  }

  /// Drops the first event that has not begun, and frees it; returns false if there is none.
  func revoke() -> Bool {
    var index = next.load(ordering: .relaxed)
    while unsafe index < count {
      let (isDone, found) = next.weakCompareExchange(
        expected: index, desired: index + 1, ordering: .acquiringAndReleasing)
      if isDone {
        unsafe entries[index].element.release()
        return true
      }
      index = found
    }
    return false
  }

  /// Takes events out of `queue`, at most `most`, for the callback thread, which has found that none is left.
  ///
  /// - Returns: The number of events that were taken.
  func fill(from queue: inout BoundedQueue<EventContent>, most: Int) -> Int {
    // All have begun or been dropped, and are released.
    let taken = unsafe queue.move(first: min(most, capacity), to: entries)
    unsafe count = taken
    unsafe passed = 0
    next.store(0, ordering: .releasing)
    updateHeld(of: &queue)
    return taken
  }

  // MARK: The callback thread

  /// Returns the next event, which begins now and stays in place until the next call, and the number of events that
  /// were dropped between it and the one before; `nil` if there is none.
  @inline(__always)
  func claim() -> (place: UnsafeMutablePointer<Entry>, dropped: UInt64)? {
    if unsafe hasBegun { unsafe entries[passed &- 1].element.release() }
    let (index, count) = unsafe (next.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue, count)
    while unsafe passed < min(index, count) {
      unsafe missed &+= entries[passed].dropped &+ 1
      unsafe passed &+= 1
    }
    unsafe hasBegun = index < count
    guard index < count else { return nil }
    unsafe passed = index &+ 1
    defer { unsafe missed = 0 }
    return unsafe (entries + index, entries[index].dropped &+ missed)
  }
}
