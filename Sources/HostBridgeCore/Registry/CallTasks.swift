/// The tasks that work on the calls of a handler in Swift, to be cancelled with them.
package final class CallTasks: Sendable {
  /// By call ID; nil for a call whose task is just being made.
  private let tasks = Guarded<[UInt64: Task<Void, Never>?]>([:])

  package init() {}

  /// A task is about to be made for the call.
  package func begin(_ callID: UInt64) {
    tasks.withLock { $0[callID] = .some(nil) }
  }

  /// The task has been made, and may have ended.
  package func attach(_ task: Task<Void, Never>, to callID: UInt64) {
    tasks.withLock { if $0[callID] != nil { $0[callID] = .some(task) } }
  }

  /// The task has done its work.
  package func end(_ callID: UInt64) {
    _ = tasks.withLock { $0.removeValue(forKey: callID) }
  }

  /// Cancels the task of the call, if it is at work.
  package func cancel(_ callID: UInt64) {
    let task = tasks.withLock { $0.removeValue(forKey: callID) }
    task??.cancelElsewhere()
  }
}
