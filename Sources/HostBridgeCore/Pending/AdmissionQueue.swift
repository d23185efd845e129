/// Who waits until there are fewer calls in flight: first come, first served.
///
/// A pure value.
package struct AdmissionQueue: Sendable {
  private var turns: [UInt64: Turn] = [:]
  /// No turn has a smaller number.
  private var first: UInt64 = 0
  private var next: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { turns.isEmpty }

  /// How many wait.
  package var count: Int { turns.count }

  /// Waits, behind all others.
  package mutating func append(_ deadline: Deadline) -> Turn {
    let turn = Turn(number: next, deadline: deadline)
    turns[next] = turn
    next += 1
    return turn
  }

  /// Takes out who has waited longest.
  ///
  /// Amortized constant time.
  package mutating func popFirst() -> Turn? {
    while first < next {
      first += 1
      if let turn = turns.removeValue(forKey: first - 1) { return turn }
    }
    return nil
  }

  /// Gives a turn up; false if it has come already, or was given up before.
  package mutating func remove(_ turn: Turn) -> Bool { turns.removeValue(forKey: turn.number) != nil }

  /// The turns that wait, in order.
  package var waiting: [Turn] { turns.values.sorted { $0.number < $1.number } }
}

/// A call that waits until it may be made.
///
/// Its variables belong to who has the queue that it waits in, and are read and written only under that one's lock.
package final class Turn: @unchecked Sendable {  // protected by the lock of its queue
  let number: UInt64
  package let deadline: Deadline

  /// Whether its turn has come, or why it never will; nil while it waits.
  package var result: Result<Void, BridgeError>?
  /// Whom to resume, once the caller has suspended.
  package var waiter: Waiter?

  init(number: UInt64, deadline: Deadline) {
    self.number = number
    self.deadline = deadline
  }
}
