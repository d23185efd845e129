// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The functions of a handler that is written in Swift.
///
/// They are registered as C functions, so a handler in Swift runs exactly as one in C does.
package struct SwiftFunctions: Sendable {
  /// Receives the call's ID and a copy of its request, on the thread of the caller.
  let invoke: @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void
  /// Receives the ID of a call that ended without its answer, on the callback thread.
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

  /// Creates functions that retain `functions` until `release` runs.
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
