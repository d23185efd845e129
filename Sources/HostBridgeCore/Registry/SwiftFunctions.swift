// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The functions of a handler that is written in Swift.
///
/// They are registered as C functions, so a handler in Swift runs exactly as one in C does.
package struct SwiftFunctions: Sendable {
  /// Receives the call's ID and a copy of its request, on the thread of the caller.
  let invoke: @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void
  /// Receives the ID of a call that ended without its answer, on the callback thread, and of a stream the number of
  /// items that the core has taken.
  let cancel: @Sendable (_ callID: UInt64, _ taken: UInt64) -> Void
  /// Receives the ID of a stream that has credit again, on the callback thread; `nil` for the functions of a call.
  let credit: (@Sendable (_ callID: UInt64) -> Void)?

  package init(
    invoke: @escaping @Sendable (_ callID: UInt64, _ request: [UInt8]) -> Void,
    cancel: @escaping @Sendable (_ callID: UInt64, _ taken: UInt64) -> Void,
    credit: (@Sendable (_ callID: UInt64) -> Void)? = nil
  ) {
    self.invoke = invoke
    self.cancel = cancel
    self.credit = credit
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
    let invoke: hostcall_invoke_fn = { callID, request, count, userData in
      guard let box = unsafe Box.from(userData) else { return }
      unsafe box.functions.invoke(callID, [UInt8](UnsafeBufferPointer(start: request, count: count)))
    }
    let release: hostcall_release_fn = { userData in
      guard let userData = unsafe userData else { return }
      let box = unsafe Unmanaged<AnyObject>.fromOpaque(userData)
      BridgeRuntime.shared.disposals.append(unsafe UserCodeThread.Item(releasing: box))
    }
    guard functions.credit != nil else {
      unsafe self.init(
        invoke: invoke, cancel: { callID, userData in unsafe Box.from(userData)?.functions.cancel(callID, 0) },
        release: release, userData: retained)
      return
    }
    unsafe self.init(
      invoke: invoke, credit: { callID, _, userData in unsafe Box.from(userData)?.functions.credit?(callID) },
      streamCancel: { callID, taken, userData in unsafe Box.from(userData)?.functions.cancel(callID, taken) },
      release: release, userData: retained)
  }
}
