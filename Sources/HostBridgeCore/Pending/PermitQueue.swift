// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The queue of calls that wait for a permit: first come, first served, each with its deadline.
///
/// A pure value. The calls form a linked list in arrival order and a binary heap by deadline, so each operation takes
/// at most logarithmic time.
package struct PermitQueue: Sendable {
  private var first: QueuedCall?
  private unowned var last: QueuedCall?
  /// A binary min-heap by deadline: the parent of index `i` is at `(i - 1) / 2`.
  private var heap: [QueuedCall] = []
  package private(set) var count = 0
  /// The number of calls that were ever appended.
  package private(set) var appended: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// The earliest deadline of the waiting calls.
  package var earliestDeadline: Deadline { heap.first?.deadline ?? .never }

  package mutating func append(_ call: QueuedCall) {
    call.previous = last
    if let last { last.next = call } else { first = call }
    last = call
    count += 1
    appended += 1
    call.number = appended
    guard call.deadline != .never else { return }
    call.heapIndex = heap.count
    heap.append(call)
    siftUp(call.heapIndex)
  }

  /// Removes and returns the oldest call, if it is among the first `limit` that were ever appended.
  package mutating func popFirst(upTo limit: UInt64 = .max) -> QueuedCall? {
    guard let call = first, call.number <= limit else { return nil }
    unlink(call)
    return call
  }

  /// Removes and returns a call whose deadline is `now` or earlier.
  package mutating func popExpired(at now: Deadline) -> QueuedCall? {
    guard let call = heap.first, call.deadline <= now else { return nil }
    unlink(call)
    return call
  }

  /// Removes a call; returns false if it does not wait any more.
  package mutating func remove(_ call: QueuedCall) -> Bool {
    guard call === first || call.previous != nil else { return false }
    unlink(call)
    return true
  }

  private mutating func unlink(_ call: QueuedCall) {
    if let previous = call.previous { previous.next = call.next } else { first = call.next }
    if let next = call.next { next.previous = call.previous } else { last = call.previous }
    call.next = nil
    call.previous = nil
    count -= 1
    if call.heapIndex >= 0 { removeFromHeap(call) }
  }

  // MARK: The heap

  private mutating func removeFromHeap(_ call: QueuedCall) {
    let index = call.heapIndex
    call.heapIndex = -1
    let moved = heap.removeLast()
    guard moved !== call else { return }
    place(moved, at: index)
    siftDown(index)
    siftUp(moved.heapIndex)
  }

  private mutating func place(_ call: QueuedCall, at index: Int) {
    heap[index] = call
    call.heapIndex = index
  }

  private mutating func siftUp(_ start: Int) {
    let call = heap[start]
    var index = start
    while index > 0, call.deadline < heap[(index - 1) / 2].deadline {
      place(heap[(index - 1) / 2], at: index)
      index = (index - 1) / 2
    }
    place(call, at: index)
  }

  private mutating func siftDown(_ start: Int) {
    let call = heap[start]
    var index = start
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline { child += 1 }
      guard heap[child].deadline < call.deadline else { break }
      place(heap[child], at: index)
      index = child
    }
    place(call, at: index)
  }
}

/// A call that waits for a permit.
///
/// Guarded by the lock of the ``ConcurrencyLimiter`` that queued it.
package final class QueuedCall: Suspension, @unchecked Sendable {
  package let deadline: Deadline
  /// The value of ``PermitQueue/appended`` after this call was appended.
  fileprivate var number: UInt64 = 0
  fileprivate var next: QueuedCall?
  fileprivate unowned var previous: QueuedCall?
  /// The call's index in the heap; -1 if it is not in there.
  fileprivate var heapIndex = -1

  /// The decision: a permit, or the reason why there is none; `nil` while the call waits.
  package var result: Result<Void, BridgeError>?

  package init(_ deadline: Deadline) {
    self.deadline = deadline
  }
}
