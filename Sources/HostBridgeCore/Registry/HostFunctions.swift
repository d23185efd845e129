// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The C functions of one handler, with the `user_data` that the host passes to them.
@safe struct HostFunctions: @unchecked Sendable {  // immutable; the host promises that `userData` may cross threads
  private let invokeFunction: hostcall_invoke_fn
  private let cancelFunction: hostcall_cancel_fn?
  private let creditFunction: hostcall_credit_fn?
  private let streamCancelFunction: hostcall_stream_cancel_fn?
  private let releaseFunction: hostcall_release_fn?
  private let userData: UnsafeMutableRawPointer?

  init(
    invoke: @escaping hostcall_invoke_fn, cancel: hostcall_cancel_fn? = nil, release: hostcall_release_fn? = nil,
    userData: UnsafeMutableRawPointer? = nil
  ) {
    unsafe invokeFunction = invoke
    unsafe cancelFunction = cancel
    unsafe creditFunction = nil
    unsafe streamCancelFunction = nil
    unsafe releaseFunction = release
    unsafe self.userData = userData
  }

  /// Creates the functions of a stream's handler.
  init(
    invoke: @escaping hostcall_invoke_fn, credit: hostcall_credit_fn?, streamCancel: hostcall_stream_cancel_fn?,
    release: hostcall_release_fn?, userData: UnsafeMutableRawPointer?
  ) {
    unsafe invokeFunction = invoke
    unsafe cancelFunction = nil
    unsafe creditFunction = credit
    unsafe streamCancelFunction = streamCancel
    unsafe releaseFunction = release
    unsafe self.userData = userData
  }

  // A callback that ends its thread counts as one that has returned.

  /// Runs the host's `invoke` on the current thread.
  @inline(__always)
  func invoke(_ callID: UInt64, _ request: UnsafeRawBufferPointer, on bridge: UInt64) {
    unsafe AlignedBytes.withRequest(request) { bytes, count in
      _ = unsafe hostcall_run_invoke(invokeFunction, bridge, callID, bytes, count, userData)
    }
  }

  /// A Boolean value that indicates whether the host has a `cancel`.
  var hasCancel: Bool { unsafe cancelFunction != nil || streamCancelFunction != nil }

  /// Runs the host's `cancel`, if it has one.
  ///
  /// - Parameter taken: Of a stream, the number of items that the core has received.
  func cancel(_ callID: UInt64, taken: UInt64, on bridge: UInt64) {
    if let cancelFunction = unsafe cancelFunction {
      _ = unsafe hostcall_run_cancel(cancelFunction, bridge, callID, userData)
    } else if let streamCancelFunction = unsafe streamCancelFunction {
      _ = unsafe hostcall_run_stream_cancel(streamCancelFunction, bridge, callID, taken, userData)
    }
  }

  /// Runs the host's `credit`, if it has one.
  func credit(_ callID: UInt64, _ more: UInt32, on bridge: UInt64) {
    guard let creditFunction = unsafe creditFunction else { return }
    _ = unsafe hostcall_run_credit(creditFunction, bridge, callID, more, userData)
  }

  /// Runs the host's `release`, if it has one.
  func release(on bridge: UInt64) {
    guard let releaseFunction = unsafe releaseFunction else { return }
    _ = unsafe hostcall_run_release(releaseFunction, bridge, userData)
  }
}
