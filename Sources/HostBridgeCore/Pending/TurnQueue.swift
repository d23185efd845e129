/// The queue of calls that wait for a place: first come, first served, each with its deadline.
///
/// A pure value. The turns form a linked list in arrival order and a binary heap by deadline, so each operation takes
/// at most logarithmic time.
package struct TurnQueue: Sendable {
  private var first: Turn?
  private unowned var last: Turn?
  /// A binary min-heap by deadline: the parent of index `i` is at `(i - 1) / 2`.
  private var heap: [Turn] = []
  package private(set) var count = 0
  /// The number of turns that were ever appended.
  package private(set) var appended: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// The earliest deadline of the waiting turns.
  package var earliestDeadline: Deadline { heap.first?.deadline ?? .never }

  package mutating func append(_ turn: Turn) {
    turn.previous = last
    if let last { last.next = turn } else { first = turn }
    last = turn
    count += 1
    appended += 1
    turn.number = appended
    guard turn.deadline != .never else { return }
    turn.heapIndex = heap.count
    heap.append(turn)
    siftUp(turn.heapIndex)
  }

  /// Removes and returns the oldest turn, if it is among the first `limit` that were ever appended.
  package mutating func popFirst(upTo limit: UInt64 = .max) -> Turn? {
    guard let turn = first, turn.number <= limit else { return nil }
    unlink(turn)
    return turn
  }

  /// Removes and returns a turn whose deadline is `now` or earlier.
  package mutating func popExpired(at now: Deadline) -> Turn? {
    guard let turn = heap.first, turn.deadline <= now else { return nil }
    unlink(turn)
    return turn
  }

  /// Removes a turn; returns false if it does not wait any more.
  package mutating func remove(_ turn: Turn) -> Bool {
    guard turn === first || turn.previous != nil else { return false }
    unlink(turn)
    return true
  }

  private mutating func unlink(_ turn: Turn) {
    if let previous = turn.previous { previous.next = turn.next } else { first = turn.next }
    if let next = turn.next { next.previous = turn.previous } else { last = turn.previous }
    turn.next = nil
    turn.previous = nil
    count -= 1
    if turn.heapIndex >= 0 { removeFromHeap(turn) }
  }

  // MARK: The heap

  private mutating func removeFromHeap(_ turn: Turn) {
    let index = turn.heapIndex
    turn.heapIndex = -1
    let moved = heap.removeLast()
    guard moved !== turn else { return }
    place(moved, index)
    siftDown(index)
    siftUp(moved.heapIndex)
  }

  private mutating func place(_ turn: Turn, _ index: Int) {
    heap[index] = turn
    turn.heapIndex = index
  }

  private mutating func siftUp(_ start: Int) {
    let turn = heap[start]
    var index = start
    while index > 0, turn.deadline < heap[(index - 1) / 2].deadline {
      place(heap[(index - 1) / 2], index)
      index = (index - 1) / 2
    }
    place(turn, index)
  }

  private mutating func siftDown(_ start: Int) {
    let turn = heap[start]
    var index = start
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline { child += 1 }
      guard heap[child].deadline < turn.deadline else { break }
      place(heap[child], index)
      index = child
    }
    place(turn, index)
  }
}

/// A call that waits for a place.
///
/// Guarded by the lock of the ``ConcurrencyLimiter`` that queued it.
package final class Turn: Suspension, @unchecked Sendable {
  package let deadline: Deadline
  /// The value of ``TurnQueue/appended`` after this turn was appended.
  fileprivate var number: UInt64 = 0
  fileprivate var next: Turn?
  fileprivate unowned var previous: Turn?
  /// The turn's index in the heap; -1 if it is not in there.
  fileprivate var heapIndex = -1

  /// The decision: a place, or the reason why there is none; `nil` while the turn waits.
  package var result: Result<Void, BridgeError>?

  package init(_ deadline: Deadline) {
    self.deadline = deadline
  }
}
