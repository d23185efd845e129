import CHostBridge

/// A call of the host's to the core, for a test that awaits its reply.
enum Reply {
  private final class Box {
    let body: @Sendable ([UInt8]?) -> Void

    init(_ body: @escaping @Sendable ([UInt8]?) -> Void) {
      self.body = body
    }
  }

  /// The payload of the reply; nil if the call was refused, or answered with anything else than a response.
  static func of(_ name: String, _ request: [UInt8], on bridge: hostcall_bridge) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      start(name, request, on: bridge) { continuation.resume(returning: $0) }
    }
  }

  /// As ``of(_:_:on:)``, for a thread that is no task.
  @inline(never)
  static func start(
    _ name: String, _ request: [UInt8], on bridge: hostcall_bridge, id: UnsafeMutablePointer<UInt64>? = nil,
    _ body: @escaping @Sendable ([UInt8]?) -> Void
  ) {
    let box = unsafe Unmanaged.passRetained(Box(body))
    let status = unsafe hostcall_call(
      bridge, name, request, request.count,
      { outcome, payload, count, userData in
        let box = unsafe Unmanaged<Box>.fromOpaque(userData!).takeRetainedValue()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: payload, count: count))
        box.body(outcome == HOSTCALL_REPLY_OK ? bytes : nil)
      }, box.toOpaque(), id)
    if status != HOSTCALL_OK { unsafe box.takeRetainedValue().body(nil) }
  }
}
