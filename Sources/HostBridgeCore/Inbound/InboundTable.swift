/// The calls that the host has made to functions of the core and that have not been answered.
///
/// Their IDs are a sequence of their own, from 1. The thread that takes a call out of the table answers it; so there is one
/// answer, whether the function returned, the host gave the call up, or the bridge was closed.
package final class InboundTable: Sendable {
  /// What a new call gets.
  enum Entry {
    case call(InboundCall)
    case full
    case closed
  }

  private struct State: Sendable {
    var calls: [UInt64: InboundCall] = [:]
    var lastID: UInt64 = 0
    /// Calls whose `reply` has not returned.
    var unreplied = 0
    /// Calls whose function has not returned, also such as the host has given up.
    var running = 0
    var isClosed = false
  }

  let limit: Int
  private let state = Guarded(State())

  /// Creates a table.
  ///
  /// - Parameter limit: How many calls may be unanswered at once, and how many functions may run.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Adds a call, after its ID has been given to `publish`.
  func begin(_ reply: HostReply, _ publish: (UInt64) -> Void) -> Entry {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      guard max(state.unreplied, state.running) < limit else { return .full }
      state.lastID += 1
      state.unreplied += 1
      state.running += 1
      let call = InboundCall(id: state.lastID, reply: reply)
      publish(call.id)
      state.calls[call.id] = call
      return .call(call)
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

  /// Takes the call out, to answer it; nil if another thread has.
  func take(_ id: UInt64) -> InboundCall? {
    state.withLock { $0.calls.removeValue(forKey: id) }
  }

  /// Refuses new calls from now on.
  func refuse() {
    state.withLock { $0.isClosed = true }
  }

  /// Refuses new calls from now on, and takes all that there are out.
  ///
  /// - Parameter body: Is given each; runs with the lock held, and so only enqueues.
  func close(_ body: (InboundCall) -> Void) {
    state.withLock { state in
      state.isClosed = true
      for call in state.calls.values { body(call) }
      state.calls = [:]
    }
  }

  /// The `reply` of a call has returned.
  func didReply() {
    state.withLock { $0.unreplied -= 1 }
  }

  /// The function of a call has returned.
  func didRun() {
    state.withLock { $0.running -= 1 }
  }

  /// Whether the `reply` of every call has returned.
  var isReplied: Bool { state.withLock { $0.unreplied == 0 } }

  package var isClosed: Bool { state.withLock { $0.isClosed } }

  package var count: Int { state.withLock { $0.calls.count } }
}

/// One call of the host to a function of the core.
///
/// `task` is guarded by the lock of the ``InboundTable``. The answer belongs to the thread that took the call out of there,
/// and then to the thread for callbacks.
final class InboundCall: WorkItem, @unchecked Sendable {
  let id: UInt64
  private let reply: HostReply
  fileprivate(set) var task: Task<Void, Never>?
  private var outcome = Outcome.cancelled
  private var payload: [UInt8] = []
  private var isGivenUp = true

  init(id: UInt64, reply: HostReply) {
    self.id = id
    self.reply = reply
  }

  /// Sets what is replied; that the call was given up, unless this is called.
  func setAnswer(_ outcome: Outcome, _ payload: [UInt8]) {
    self.outcome = outcome
    self.payload = payload
    isGivenUp = false
  }

  /// Runs the host's `reply`.
  func sendReply(on bridge: UInt64) {
    reply.send(outcome, payload, on: bridge)
  }

  /// Has the task cancelled, if the call was given up.
  func cancelTask() {
    if isGivenUp { task?.cancelElsewhere() }
  }
}
