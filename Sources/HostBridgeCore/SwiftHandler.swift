/// A handler that is written in Swift: each call is worked on by a task of its own.
final class SwiftHandler: Sendable {
  private let storage: BridgeStorage
  private let wireName: WireName
  private let body: Exposure
  private let tasks = CallTasks()

  init(_ storage: BridgeStorage, _ wireName: WireName, _ body: Exposure) {
    self.storage = storage
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
    guard let info = try? storage.pendingCall(callID) else { return }
    let request = BridgeRequest(
      bridge: HostBridge(storage), wireName: wireName, callID: callID, payload: payload, info: info)
    tasks.begin(callID)
    let task = body.start { [body, storage] in
      let (outcome, payload) = Outcome.crossing(await body.function(request))
      self.tasks.end(callID)
      // Refused if the call has ended in the meantime, and then nothing waits for it.
      try? storage.complete(callID, outcome, payload)
    }
    tasks.attach(task, to: callID)
  }
}
