// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The callback that receives the answer to a call to the core.
@safe struct HostReply: @unchecked Sendable {  // immutable; the host promises that `userData` may cross threads
  private let reply: hostcall_reply_fn
  private let userData: UnsafeMutableRawPointer?

  init(_ reply: @escaping hostcall_reply_fn, userData: UnsafeMutableRawPointer?) {
    unsafe self.reply = reply
    unsafe self.userData = userData
  }

  /// Runs the host's `reply`.
  func send(_ outcome: Outcome, payload: [UInt8], on bridge: UInt64) {
    unsafe AlignedBytes.with(payload.span.bytes) { bytes, count in
      _ = unsafe hostcall_run_reply(reply, bridge, outcome.rawValue, bytes, count, userData)
    }
  }
}
