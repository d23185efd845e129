internal import Synchronization

/// A thread that runs code of users, for all bridges of the process, which neither a host's thread nor a bridge's may wait
/// for: it may block, or close a bridge.
///
/// Thread safety: safe from any thread. Never freed.
final class UserCodeThread: Sendable {
  /// Something to do.
  final class Item: WorkItem, @unchecked Sendable {  // the thread's own, once it is appended
    /// Nil when it is done: what it held is dropped on the thread, whoever drops the item last.
    private var action: Action?

    @safe private enum Action {  // each is used once
      case cancel(Task<Void, Never>)
      case release(Unmanaged<AnyObject>)
      case resume(Waiter)
    }

    init(cancelling task: Task<Void, Never>) {
      action = .cancel(task)
    }

    /// Releases an object that the caller has retained, or an object's creation: what it holds may run code of users when
    /// it is freed.
    init(releasing object: Unmanaged<AnyObject>) {
      unsafe action = .release(object)
    }

    /// Resumes a task, whose executor may be code of users.
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
  private let isStarted = Guarded(false)

  /// Creates the thread without starting it.
  ///
  /// - Parameter name: What debuggers call it.
  init(_ name: StaticString) {
    self.name = name
  }

  /// Starts the thread, unless that is done; false if the system has no thread or memory to give.
  func start() -> Bool {
    isStarted.withLock { isStarted in
      if !isStarted, parker.isUsable { isStarted = SystemThread.start(name) { self.run() } }
      return isStarted
    }
  }

  func append(_ item: Item) {
    _ = queue.append(WorkEntry(retaining: item))  // it never ends
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
