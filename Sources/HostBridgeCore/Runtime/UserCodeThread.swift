// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A thread of the process that runs user code on behalf of all bridges, so that no host or bridge thread has to: such
/// code may block, or close a bridge.
///
/// Thread safety: safe from any thread. Never freed.
final class UserCodeThread: Sendable {
  /// A piece of work.
  final class Item: WorkItem, @unchecked Sendable {  // owned by the thread once appended
    /// `nil` once performed, so that captured objects are freed on this thread.
    private var action: Action?

    @safe private enum Action {  // each is used once
      case cancel(Task<Void, Never>)
      case release(Unmanaged<AnyObject>)
      case resume(Waiter)
    }

    init(cancelling task: Task<Void, Never>) {
      action = .cancel(task)
    }

    /// Releases an object that the caller has retained; freeing it may run user code.
    init(releasing object: Unmanaged<AnyObject>) {
      unsafe action = .release(object)
    }

    /// Resumes a task, whose executor may be user code.
    init(resuming waiter: Waiter) {
      action = .resume(waiter)
    }

    func perform() {
      switch action.take() {
      case .cancel(let task): task.cancel()
      case .release(let object): unsafe object.release()
      case .resume(let waiter): waiter.resume()
      case nil: break
      }
    }
  }

  private let queue = IntrusiveQueue<WorkEntry>()
  private let parker = Parker()
  private let name: StaticString
  private let thread = OnceStartedThread()

  /// Creates the thread without starting it.
  ///
  /// - Parameter name: The thread's name for debuggers, at most 15 bytes.
  init(_ name: StaticString) {
    self.name = name
  }

  /// Starts the thread, unless it runs already; returns false if the system lacks a thread or memory.
  func start() -> Bool {
    thread.start(name, parkedIn: parker) { self.run() }
  }

  func append(_ item: Item) {
    _ = queue.append(WorkEntry(retaining: item))  // this queue never ends
    reach(.entryPushed)
    parker.wake()
  }

  private func run() {
    while true {
      var chain = queue.takeAll()
      while let entry = chain.popFirst() {
        unsafe unsafeDowncast(entry.take(), to: Item.self).perform()
      }
      parker.park { !queue.isEmpty }
    }
  }
}
