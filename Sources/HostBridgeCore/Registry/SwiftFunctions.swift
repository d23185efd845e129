/// Functions of a host that are written in Swift, and run where those of a host in C would.
///
/// They are registered by the same C functions as any other: what a host can do, so can a host in Swift, and there is
/// one way of a call.
package struct SwiftFunctions: Sendable {
  /// Is given the call's ID and a copy of its request, on the thread of the caller.
  let invoke: @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void
  /// Is told that the call was given up, on the bridge's thread for callbacks.
  let cancel: @Sendable (_ callID: UInt64) -> Void

  package init(
    invoke: @escaping @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void,
    cancel: @escaping @Sendable (_ callID: UInt64) -> Void
  ) {
    self.invoke = invoke
    self.cancel = cancel
  }
}

extension HostFunctions {
  private final class Box: Sendable {
    let functions: SwiftFunctions

    init(_ functions: SwiftFunctions) {
      self.functions = functions
    }

    static func from(_ userData: UnsafeMutableRawPointer?) -> Box? {
      guard let userData = unsafe userData else { return nil }
      return unsafe Unmanaged<Box>.fromOpaque(userData).takeUnretainedValue()
    }
  }

  /// Functions that own what `functions` hold, until `release`.
  init(_ functions: SwiftFunctions) {
    let retained = unsafe Unmanaged.passRetained(Box(functions)).toOpaque()
    unsafe self.init(
      invoke: { callID, request, count, userData in
        guard let box = unsafe Box.from(userData) else { return }
        unsafe box.functions.invoke(callID, [UInt8](UnsafeBufferPointer(start: request, count: count)))
      },
      cancel: { callID, userData in unsafe Box.from(userData)?.functions.cancel(callID) },
      release: { userData in
        guard let userData = unsafe userData else { return }
        let box = unsafe Unmanaged<AnyObject>.fromOpaque(userData)
        BridgeRuntime.shared.disposals.append(unsafe UserCodeThread.Item(releasing: box))
      },
      userData: retained)
  }
}
