internal import HostBridgeCore

/// Tells tasks that something has changed: who waits looks, waits for the next change, and looks again.
///
/// The version that a task passes to ``wait(after:)`` is from before it looked, so no change is missed.
final class ChangeSignal: Sendable {
  private struct State: Sendable {
    var version: UInt64 = 0
    var hasEnded = false
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var lastWaiter: UInt64 = 0
  }

  private let state = Guarded(State())

  /// A number that goes up with each change.
  var version: UInt64 { state.withLock { $0.version } }

  /// Whether there will be no more changes.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// Something has changed.
  func notify() { change { _ in } }

  /// Nothing will change any more.
  func end() { change { $0.hasEnded = true } }

  private func change(_ body: @Sendable (inout State) -> Void) {
    let waiters = state.withLock { state in
      body(&state)
      state.version += 1
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.resume() }
  }

  /// Waits until there is a later version than `version`; not at all when the changes have ended or the task is
  /// cancelled.
  func wait(after version: UInt64) async {
    let number = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isWaiting = state.withLock { state in
          // A cancellation from here on finds the waiter; one from before is seen here.
          guard state.version == version, !state.hasEnded, !Task.isCancelled else { return false }
          state.waiters[number] = waiter
          return true
        }
        if !isWaiting { waiter.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
      waiter?.resume()
    }
  }
}
