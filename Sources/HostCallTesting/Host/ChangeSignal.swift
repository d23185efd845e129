// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Notifies tasks of changes: a task checks its condition, waits for the next change, and checks again.
///
/// The task passes the version that it read before its check to ``wait(after:)``, so no change is missed.
final class ChangeSignal: Sendable {
  private struct State: Sendable {
    var version: UInt64 = 0
    var hasEnded = false
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var lastWaiter: UInt64 = 0
  }

  private let state = Guarded(State())

  /// A number that increases with each change.
  var version: UInt64 { state.withLock { $0.version } }

  /// A Boolean value that indicates whether there will be no more changes.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  func notify() { change { _ in } }

  /// Announces that there will be no more changes.
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

  /// Waits for a version later than `version`; returns at once if the changes have ended or the task is cancelled.
  func wait(after version: UInt64) async {
    let number = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isWaiting = state.withLock { state in
          // An earlier cancellation is detected here; a later one finds the waiter.
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
