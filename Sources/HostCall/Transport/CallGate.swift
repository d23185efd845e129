internal import HostBridgeCore

/// How many calls of a client are in flight, and who waits because there are too many: first come, first served.
///
/// A bridge has an ``Admission``, which takes no lock while nobody waits, and by whose loop turns end at their
/// deadlines. Here each call goes to another machine, and a lock and a task for a deadline are nothing.
///
/// Invariants: at most `limit` places are taken; while a turn waits, all of them are.
final class CallGate: Sendable {
  private struct State: Sendable {
    var inFlight = 0
    var queue = AdmissionQueue()
  }

  private let limit: Int
  private let waits: Bool
  private let state = Guarded(State())

  /// - Parameters:
  ///   - limit: How many calls may be in flight, from 1.
  ///   - waits: Whether one too many waits for its turn, or is refused.
  init(limit: Int, waits: Bool) {
    self.limit = limit
    self.waits = waits
  }

  /// How many calls wait.
  var waiting: Int { state.withLock { $0.queue.count } }

  /// Takes a place; waits for one until `deadline` or until the task is cancelled.
  func enter(_ deadline: Deadline) async throws(BridgeError) {
    let turn = try state.withLock { state throws(BridgeError) -> Turn? in
      if state.inFlight < limit {
        state.inFlight += 1
        return nil
      }
      guard waits else { throw .tooManyCalls }
      return state.queue.append(deadline)
    }
    if let turn { try await wait(for: turn) }
  }

  /// Gives a place back: to who has waited longest, if somebody waits.
  func leave() {
    let next = state.withLock { state -> Waiter? in
      guard let turn = state.queue.popFirst() else {
        state.inFlight -= 1
        return nil
      }
      return settle(turn, .success(()))
    }
    next?.resume()
  }

  private func wait(for turn: Turn) async throws(BridgeError) {
    await withTaskGroup(of: Void.self) { group in
      if turn.deadline != .never {
        group.addTask { [self] in
          guard (try? await Task.sleep(until: turn.deadline)) != nil else { return }
          giveUp(turn, .expiredWaiting)
        }
      }
      await withTaskCancellationHandler {
        unsafe await withUnsafeContinuation { continuation in
          let waiter = unsafe Waiter(continuation)
          let waits = state.withLock { _ in
            guard turn.result == nil else { return false }
            turn.waiter = waiter
            return true
          }
          if !waits { waiter.resume() }
        }
      } onCancel: {
        giveUp(turn, .cancelledWaiting)
      }
      group.cancelAll()
    }
    try state.withLock { _ in turn.result }?.get()
  }

  /// Gives a turn up, unless it has come.
  private func giveUp(_ turn: Turn, _ reason: BridgeError) {
    let waiter = state.withLock { state -> Waiter? in
      guard state.queue.remove(turn) else { return nil }
      return settle(turn, .failure(reason))
    }
    waiter?.resume()
  }

  /// Under the lock; who is returned is to be resumed after it.
  private func settle(_ turn: Turn, _ result: Result<Void, BridgeError>) -> Waiter? {
    turn.result = result
    defer { turn.waiter = nil }
    return turn.waiter
  }
}
