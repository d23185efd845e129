// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The ID of a call that may be cancelled before it has one.
final class CallID: Sendable {
  private enum State {
    case none, cancelled
    case known(UInt64)
  }

  private let state = Mutex(State.none)

  /// Sets the ID, and cancels the call if its task was cancelled before.
  func set(_ number: UInt64, _ cancel: (UInt64) -> Void) {
    let isCancelled = state.withLock { state in
      if case .cancelled = state { return true }
      state = .known(number)
      return false
    }
    if isCancelled { cancel(number) }
  }

  func cancel(_ cancel: (UInt64) -> Void) {
    let number = state.withLock { state -> UInt64? in
      defer { state = .cancelled }
      if case .known(let number) = state { return number }
      return nil
    }
    if let number { cancel(number) }
  }
}
