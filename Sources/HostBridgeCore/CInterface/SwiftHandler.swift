internal import CHostBridge

/// A handler that is written in Swift. It is registered by the same C functions as any other: what a host can do, so
/// can a host in Swift, and there is one way of a call.
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

  /// The handler as functions of a host. They own it, until `release`.
  var functions: HostFunctions {
    let retained = unsafe Unmanaged.passRetained(self).toOpaque()
    return unsafe HostFunctions(
      invoke: { callID, request, count, userData in
        guard let handler = unsafe SwiftHandler.from(userData) else { return }
        unsafe handler.start(callID, AlignedBytes.copy(request, count))
      },
      cancel: { callID, userData in unsafe SwiftHandler.from(userData)?.cancel(callID) },
      release: { userData in
        guard let userData = unsafe userData else { return }
        unsafe Unmanaged<SwiftHandler>.fromOpaque(userData).release()
      },
      userData: retained)
  }

  /// Gives back what `functions` retained where nobody registered them.
  func releaseUnregistered() {
    unsafe Unmanaged.passUnretained(self).release()
  }

  private static func from(_ userData: UnsafeMutableRawPointer?) -> SwiftHandler? {
    guard let userData = unsafe userData else { return nil }
    return unsafe Unmanaged<SwiftHandler>.fromOpaque(userData).takeUnretainedValue()
  }

  private func start(_ callID: UInt64, _ payload: [UInt8]) {
    guard let call = try? bridge.pendingCall(callID) else { return }
    let left = call.deadline.remaining(at: .now)
    let request = BridgeRequest(
      bridge: bridge, wireName: wireName.text, callID: callID, payload: payload, encoding: call.requestEncoding,
      remaining: call.deadline == .never ? nil : .nanoseconds(left))
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
