internal import HostBridgeCore

/// How many calls of a client are in flight, and who waits because there are too many: first come, first served.
///
/// A bridge has a finer one, in its pending table, without a lock. Here each call goes to another machine, and a lock is nothing.
final class CallGate: Sendable {
  private struct State: Sendable {
    var inFlight = 0
    var lastTurn: UInt64 = 0
    /// Who waits, the first at the front, to be told whether it has its place.
    var waiters: [(turn: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    /// Turns that were given up before they waited.
    var givenUp: Set<UInt64> = []
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
  var waiting: Int { state.withLock { $0.waiters.count } }

  /// Takes a place; waits for one until `deadline` or until the task is cancelled.
  func enter(_ deadline: Deadline) async throws(BridgeError) {
    let turn = state.withLock { state -> UInt64? in
      if state.inFlight < limit {
        state.inFlight += 1
        return nil
      }
      state.lastTurn += 1
      return state.lastTurn
    }
    guard let turn else { return }
    guard waits else {
      throw BridgeError(code: .resourceExhausted, message: "too many calls are in flight")
    }
    if await wait(turn, deadline) { return }
    throw Task.isCancelled
      ? BridgeError(code: .cancelled, message: "the caller's task was cancelled while the call waited for its turn")
      : BridgeError(
        code: .deadlineExceeded, message: "too many calls were in flight for this one to have its turn in time")
  }

  /// Gives a place back: to who has waited longest, if somebody waits.
  func leave() {
    let next = state.withLock { state in
      if state.waiters.isEmpty {
        state.inFlight -= 1
        return nil as CheckedContinuation<Bool, Never>?
      }
      return state.waiters.removeFirst().continuation
    }
    next?.resume(returning: true)
  }

  /// Waits for a turn; false if it was given up.
  private func wait(_ turn: UInt64, _ deadline: Deadline) async -> Bool {
    let hasPlace = await withTaskGroup(of: Void.self) { group in
      if deadline != .never {
        group.addTask { [self] in
          guard (try? await Task.sleep(for: .nanoseconds(deadline.remaining(at: .now)))) != nil else { return }
          giveUp(turn)
        }
      }
      let hasPlace = await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isDecided = state.withLock { state -> Bool? in
            if state.givenUp.remove(turn) != nil { return false }
            // A place may have become free since the first look.
            if state.inFlight < limit {
              state.inFlight += 1
              return true
            }
            state.waiters.append((turn, continuation))
            return nil
          }
          if let isDecided { continuation.resume(returning: isDecided) }
        }
      } onCancel: {
        giveUp(turn)
      }
      group.cancelAll()
      return hasPlace
    }
    // By now nobody is left who could give it up: what was noted for the waiter, which had gone, is forgotten.
    state.withLock { _ = $0.givenUp.remove(turn) }
    return hasPlace
  }

  /// Gives a turn up, unless it has come.
  private func giveUp(_ turn: UInt64) {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      if let place = state.waiters.firstIndex(where: { $0.turn == turn }) {
        return state.waiters.remove(at: place).continuation
      }
      state.givenUp.insert(turn)
      return nil
    }
    waiter?.resume(returning: false)
  }
}
