/// Who may have a call in flight, and who waits for a place: first come, first served. A pure value.
///
/// A place that is given back goes to the turn that has waited longest, and to nobody else; so nobody overtakes.
///
/// Invariants: at most `limit` places are taken; if a turn waits, all of them are.
package struct AdmissionQueue: Sendable {
  private let limit: Int
  /// The places that are taken, by calls in flight and by turns that have come and not begun their call.
  private(set) package var taken = 0
  private var turns: [UInt64: Turn] = [:]
  /// No turn has a smaller number.
  private var first: UInt64 = 0
  private var next: UInt64 = 0

  package init(limit: Int) {
    self.limit = limit
  }

  /// Takes a place; false if there is none, or somebody waits for it.
  package mutating func enter() -> Bool {
    guard taken < limit, turns.isEmpty else { return false }
    taken += 1
    return true
  }

  /// Waits for a place, behind all others.
  package mutating func queue(_ wireName: WireName, _ deadline: Deadline) -> Turn {
    let turn = Turn(number: next, wireName: wireName, deadline: deadline)
    turns[next] = turn
    next += 1
    return turn
  }

  /// Gives a place back. Amortized constant time.
  ///
  /// - Returns: The turn that has the place now.
  package mutating func leave() -> Turn? {
    while first < next {
      first += 1
      if let turn = turns.removeValue(forKey: first - 1) { return turn }
    }
    taken -= 1
    return nil
  }

  /// Gives a turn up; false if it has come already, or was given up before.
  package mutating func remove(_ turn: Turn) -> Bool { turns.removeValue(forKey: turn.number) != nil }

  /// The turns that wait, in order.
  package var waiting: [Turn] { turns.values.sorted { $0.number < $1.number } }
}

/// A call that waits until it may be made.
///
/// Its variables belong to the ``PendingTable`` that made it, and are read and written only under that table's lock.
package final class Turn: @unchecked Sendable {  // protected by the lock of its PendingTable
  let number: UInt64
  package let wireName: WireName
  let deadline: Deadline

  /// Whether its turn has come, or why it never will; nil while it waits.
  var result: Result<Void, BridgeError>?
  /// Whom to resume, once the caller has suspended.
  var waiter: Waiter?

  init(number: UInt64, wireName: WireName, deadline: Deadline) {
    self.number = number
    self.wireName = wireName
    self.deadline = deadline
  }
}
