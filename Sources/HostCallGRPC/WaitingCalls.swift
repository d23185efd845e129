#if GRPC
  internal import HostBridgeCore
  internal import HostCall

  /// The calls of a transport that wait for a connection, which gRPC may forget.
  ///
  /// A call that finds its channel connecting joins a queue. If the last address that was left fails at that very moment,
  /// the queue has been emptied before, and the call stays in it until there is a connection again, which may be never
  /// (grpc-swift's HTTP/2 transport 2.9.2). So whoever has waited for a while is taken out, and asks again: it fails then
  /// if no address can be reached, and goes on waiting if one is still being connected to.
  final class WaitingCalls: Sendable {
    /// Calls wait for once to twice as long before they ask again.
    private static let pause = Duration.milliseconds(500)

    private struct State: Sendable {
      var lastID: UInt64 = 0
      /// By their IDs; nil for one whose task is just being made.
      var tasks: [UInt64: Task<Attempt, Never>?] = [:]
      var isWatched = false
    }

    private let state = Guarded(State())

    /// A call waits from now on.
    ///
    /// - Returns: Its ID.
    func begin() -> UInt64 {
      let (id, isWatched) = state.withLock { state in
        state.lastID += 1
        state.tasks[state.lastID] = .some(nil)
        defer { state.isWatched = true }
        return (state.lastID, state.isWatched)
      }
      if !isWatched { Task { await watch() } }
      return id
    }

    /// The call is waited for by `task`.
    func attach(_ task: Task<Attempt, Never>, to id: UInt64) {
      state.withLock { if $0.tasks[id] != nil { $0.tasks[id] = .some(task) } }
    }

    /// The call does not wait any more.
    ///
    /// - Returns: False if it has been taken out, and so must not be made.
    @discardableResult
    func end(_ id: UInt64) -> Bool {
      state.withLock { $0.tasks.removeValue(forKey: id) != nil }
    }

    /// Takes out who has waited too long, until no call has come for a while.
    private func watch() async {
      var newestBefore: UInt64 = 0
      while true {
        try? await Task.sleep(for: Self.pause)
        let (forgotten, newest) = state.withLock { state in
          // A task that is just being made is found the next time.
          let forgotten = state.tasks.filter { id, task in id <= newestBefore && task != nil }
          for id in forgotten.keys { state.tasks[id] = nil }
          return (forgotten.values, state.lastID)
        }
        for task in forgotten { task?.cancel() }
        let isDone = state.withLock { state in
          guard state.tasks.isEmpty, state.lastID == newestBefore else { return false }
          state.isWatched = false
          return true
        }
        if isDone { return }
        newestBefore = newest
      }
    }
  }

  /// How one attempt to make a call ended.
  enum Attempt: Sendable {
    case response([UInt8])
    case failed(any Error)
    /// It has waited for a connection too long; nothing was sent.
    case takenOut
  }
#endif
