// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A handler that is written in Swift and runs each call in a task of its own.
final class SwiftHandler: Sendable {
  private let storage: BridgeStorage
  private let wireName: WireName
  private let function: TaskFunction
  private let tasks = CallTasks()
  /// The streams whose functions have not returned.
  private let streams = Guarded<[UInt64: HandledStream]>([:])

  init(_ function: TaskFunction, for wireName: WireName, on storage: BridgeStorage) {
    self.storage = storage
    self.wireName = wireName
    self.function = function
  }

  /// The functions under which the handler is registered.
  var functions: SwiftFunctions {
    let credit: @Sendable (UInt64) -> Void = { callID in self.grant(callID) }
    return SwiftFunctions(
      invoke: { callID, request in self.start(callID, request) },
      cancel: { callID, taken in self.giveUp(callID, taken: taken) },
      credit: function.kind == .stream ? credit : nil)
  }

  private func grant(_ callID: UInt64) {
    if let stream = stream(callID) { storage.grant(toHandled: stream) }
  }

  private func stream(_ callID: UInt64) -> HandledStream? { streams.withLock { $0[callID] } }

  private func giveUp(_ callID: UInt64, taken: UInt64) {
    if let stream = stream(callID) { storage.giveUp(stream, taken: taken) }
    tasks.cancel(callID)
  }

  private func start(_ callID: UInt64, _ payload: [UInt8]) {
    guard let info = try? storage.pendingCall(callID) else { return }
    let carried = info.hasContext ? storage.pending.context(of: callID) : nil
    let metadata = carried?.metadata ?? HostCallMetadata()
    let stream = function.kind == .stream ? HandledStream(callID) { self.tasks.cancel(callID) } : nil
    let request = BridgeRequest(
      bridge: HostBridge(storage), wireName: wireName, callID: callID, payload: payload, info: info,
      metadata: metadata, origin: carried?.origin, stream: stream)
    if let stream { streams.withLock { $0[callID] = stream } }
    tasks.begin(callID)
    let context = CallContext(answering: metadata, deadline: info.deadline, clock: storage.clock)
    let task = function.start { [function, storage] in
      let (outcome, payload) = Outcome.encoded(await function.run(request, in: context))
      self.tasks.end(callID)
      if let stream {
        self.streams.withLock { $0[callID] = nil }
        storage.end(stream)
      }
      // An error means that the call has ended, so there is no caller to notify.
      try? storage.complete(callID, with: outcome, payload: payload)
    }
    tasks.attach(task, to: callID)
  }
}
