/// A handler that is written in Swift: each call is worked on by a task of its own.
final class SwiftHandler: Sendable {
  private let bridge: HostBridge
  private let wireName: WireName
  private let body: Exposure
  /// The tasks that work on a call, to be cancelled with it; nil for one that is just being made.
  private let tasks = Guarded<[UInt64: Task<Void, Never>?]>([:])

  init(_ bridge: HostBridge, _ wireName: WireName, _ body: Exposure) {
    self.bridge = bridge
    self.wireName = wireName
    self.body = body
  }

  /// The handler as functions of a host.
  var functions: SwiftFunctions {
    SwiftFunctions(
      invoke: { callID, request in self.start(callID, request) }, cancel: { callID in self.cancel(callID) })
  }

  private func start(_ callID: UInt64, _ payload: [UInt8]) {
    guard let call = try? bridge.pendingCall(callID) else { return }
    let remaining: Duration? =
      call.deadline == .never ? nil : .nanoseconds(call.deadline.remaining(at: bridge.clock.now))
    let request = BridgeRequest(
      bridge: bridge, wireName: wireName.text, callID: callID, payload: payload, encoding: call.requestEncoding,
      remaining: remaining)
    tasks.withLock { $0[callID] = .some(nil) }
    let task = Task(executorPreference: body.executor) { [body, bridge] in
      let (outcome, payload) = Outcome.crossing(await body.function(request))
      _ = self.tasks.withLock { $0.removeValue(forKey: callID) }
      // Refused if the call has ended meanwhile, which is all right: nobody waits for it then.
      try? bridge.complete(callID, outcome, size: UInt(payload.count)) { $0.setAnswer(outcome, owned: payload) }
    }
    tasks.withLock { if $0[callID] != nil { $0[callID] = .some(task) } }
  }

  private func cancel(_ callID: UInt64) {
    let task = tasks.withLock { $0.removeValue(forKey: callID) }
    task??.cancelElsewhere()
  }
}
