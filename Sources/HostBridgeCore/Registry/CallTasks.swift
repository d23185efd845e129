// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The running tasks of a Swift handler's calls, so that they can be cancelled.
package final class CallTasks: Sendable {
  /// Keyed by call ID; `nil` while the task is being created.
  private let tasks = Guarded<[UInt64: Task<Void, Never>?]>([:])

  package init() {}

  /// Registers a call whose task is about to be created.
  package func begin(_ callID: UInt64) {
    tasks.withLock { $0[callID] = .some(nil) }
  }

  /// Attaches the task, unless it has already ended.
  package func attach(_ task: Task<Void, Never>, to callID: UInt64) {
    tasks.withLock { if $0[callID] != nil { $0[callID] = .some(task) } }
  }

  /// Removes a call whose task has finished.
  package func end(_ callID: UInt64) {
    _ = tasks.withLock { $0.removeValue(forKey: callID) }
  }

  /// Cancels the task of a call, if it is running.
  package func cancel(_ callID: UInt64) {
    let task = tasks.withLock { $0.removeValue(forKey: callID) }
    task??.cancelElsewhere()
  }
}
