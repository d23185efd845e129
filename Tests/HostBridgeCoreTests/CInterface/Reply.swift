import CHostBridge

/// A call of the host's to the core, for a test that awaits its reply.
enum Reply {
  private final class Box {
    let continuation: CheckedContinuation<[UInt8]?, Never>

    init(_ continuation: CheckedContinuation<[UInt8]?, Never>) {
      self.continuation = continuation
    }
  }

  /// The payload of the reply; nil if the call was refused, or answered with anything else than a response.
  static func of(_ name: String, _ request: [UInt8], on bridge: hostcall_bridge) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let box = unsafe Unmanaged.passRetained(Box(continuation))
      let status = unsafe hostcall_call(
        bridge, name, request, request.count,
        { outcome, payload, count, userData in
          let box = unsafe Unmanaged<Box>.fromOpaque(userData!).takeRetainedValue()
          let bytes = unsafe [UInt8](UnsafeBufferPointer(start: payload, count: count))
          box.continuation.resume(returning: outcome == HOSTCALL_REPLY_OK ? bytes : nil)
        }, box.toOpaque(), nil)
      if status != HOSTCALL_OK { unsafe box.takeRetainedValue().continuation.resume(returning: nil) }
    }
  }
}
