/// The calls that the host has made to functions of the core and that have not been answered.
///
/// Their IDs are a sequence of their own, from 1. Whoever takes a call out of the table answers it; so there is one
/// answer, whether the function returned, the host gave the call up, or the bridge was closed.
package final class InboundTable: Sendable {
  private struct State: Sendable {
    var calls: [UInt64: InboundCall] = [:]
    var lastID: UInt64 = 0
    /// Calls whose `reply` has not returned.
    var unreplied = 0
    var isClosed = false
  }

  private let state = Guarded(State())

  package init() {}

  /// Adds a call, after its ID has been given to `publish`; nil if the table is closed.
  func begin(_ reply: HostReply, _ publish: (UInt64) -> Void) -> InboundCall? {
    state.withLock { state in
      guard !state.isClosed else { return nil }
      state.lastID += 1
      state.unreplied += 1
      let call = InboundCall(id: state.lastID, reply: reply)
      publish(call.id)
      state.calls[call.id] = call
      return call
    }
  }

  /// Remembers the task that runs the function, to be cancelled with the call; false if the call is gone already.
  func attach(_ task: Task<Void, Never>, to call: InboundCall) -> Bool {
    state.withLock { state in
      guard state.calls[call.id] === call else { return false }
      call.task = task
      return true
    }
  }

  /// Takes the call out, to answer it; nil if somebody else has.
  func take(_ id: UInt64) -> InboundCall? {
    state.withLock { $0.calls.removeValue(forKey: id) }
  }

  /// Refuses new calls from now on, and takes all that there are out, in order.
  func close() -> [InboundCall] {
    state.withLock { state in
      state.isClosed = true
      defer { state.calls = [:] }
      return state.calls.values.sorted { $0.id < $1.id }
    }
  }

  /// The `reply` of a call has returned.
  func didReply() {
    state.withLock { $0.unreplied -= 1 }
  }

  /// Whether the `reply` of every call has returned.
  var isReplied: Bool { state.withLock { $0.unreplied == 0 } }

  package var isClosed: Bool { state.withLock { $0.isClosed } }

  package var count: Int { state.withLock { $0.calls.count } }
}

/// One call of the host to a function of the core.
final class InboundCall: @unchecked Sendable {  // `task` is protected by the lock of the InboundTable
  let id: UInt64
  let reply: HostReply
  var task: Task<Void, Never>?

  init(id: UInt64, reply: HostReply) {
    self.id = id
    self.reply = reply
  }
}
