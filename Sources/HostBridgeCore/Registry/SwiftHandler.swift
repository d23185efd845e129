/// A handler that is written in Swift: each call is worked on by a task of its own.
final class SwiftHandler: Sendable {
  private let bridge: HostBridge
  private let wireName: WireName
  private let body: Exposure
  private let tasks = CallTasks()

  init(_ bridge: HostBridge, _ wireName: WireName, _ body: Exposure) {
    self.bridge = bridge
    self.wireName = wireName
    self.body = body
  }

  /// The handler as functions of a host.
  var functions: SwiftFunctions {
    SwiftFunctions(
      invoke: { callID, request in self.start(callID, request) },
      cancel: { callID in self.tasks.cancel(callID) })
  }

  private func start(_ callID: UInt64, _ payload: [UInt8]) {
    guard let call = try? bridge.pendingCall(callID) else { return }
    let remaining: Duration? =
      call.deadline == .never ? nil : .nanoseconds(call.deadline.remaining(at: bridge.clock.now))
    let request = BridgeRequest(
      bridge: bridge, wireName: wireName.text, callID: callID, payload: payload, encoding: call.requestEncoding,
      responseEncoding: call.responseEncoding, remaining: remaining)
    tasks.begin(callID)
    let task = Task(executorPreference: body.executor) { [body, bridge] in
      let (outcome, payload) = Outcome.crossing(await body.function(request))
      self.tasks.end(callID)
      // Refused if the call has ended meanwhile, which is all right: nobody waits for it then.
      try? bridge.complete(callID, outcome, size: UInt(payload.count), inTask: true) {
        $0.setAnswer(outcome, owned: payload)
      }
    }
    tasks.attach(task, to: callID)
  }
}
