internal import CHostBridge

/// The functions of one handler as a host registered them, with what it wants to be passed to them.
@safe struct HostFunctions: @unchecked Sendable {  // immutable; the host promises that `userData` may cross threads
  private let invokeFunction: hostcall_invoke_fn
  private let cancelFunction: hostcall_cancel_fn?
  private let releaseFunction: hostcall_release_fn?
  private let userData: UnsafeMutableRawPointer?

  init(
    invoke: @escaping hostcall_invoke_fn, cancel: hostcall_cancel_fn? = nil, release: hostcall_release_fn? = nil,
    userData: UnsafeMutableRawPointer? = nil
  ) {
    unsafe invokeFunction = invoke
    unsafe cancelFunction = cancel
    unsafe releaseFunction = release
    unsafe self.userData = userData
  }

  /// Runs the host's `invoke` on this thread.
  ///
  /// Not inlined: what it does depends on the thread, whose identity must not be carried across a suspension of an
  /// asynchronous caller.
  @inline(never)
  func invoke(_ callID: UInt64, _ request: RawSpan, on bridge: UInt64) {
    unsafe AlignedBytes.with(request) { bytes, count in
      CallbackScope.run(on: bridge) { unsafe invokeFunction(callID, bytes, count, userData) }
    }
  }

  /// Runs the host's `cancel`, if it has one.
  @inline(never)
  func cancel(_ callID: UInt64, on bridge: UInt64) {
    guard let cancelFunction = unsafe cancelFunction else { return }
    CallbackScope.run(on: bridge) { unsafe cancelFunction(callID, userData) }
  }

  /// Runs the host's `release`, if it has one.
  @inline(never)
  func release(on bridge: UInt64) {
    guard let releaseFunction = unsafe releaseFunction else { return }
    CallbackScope.run(on: bridge) { unsafe releaseFunction(userData) }
  }
}
