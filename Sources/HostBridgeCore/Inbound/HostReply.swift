// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The callback or the queue that receives the answer to a call to the core.
@safe struct HostReply: @unchecked Sendable {  // immutable; the host promises that `userData` may cross threads
  @safe private enum Receiver {
    case function(hostcall_reply_fn)
    case queue(MessageQueue, whenDone: @Sendable () -> Void)
  }

  private let receiver: Receiver
  private let userData: UnsafeMutableRawPointer?

  init(_ reply: @escaping hostcall_reply_fn, userData: UnsafeMutableRawPointer?) {
    unsafe receiver = .function(reply)
    unsafe self.userData = userData
  }

  /// Creates a reply that is a message.
  ///
  /// - Parameter whenDone: Runs when the host is done with the message.
  init(_ queue: MessageQueue, userData: UnsafeMutableRawPointer?, whenDone: @escaping @Sendable () -> Void) {
    unsafe receiver = .queue(queue, whenDone: whenDone)
    unsafe self.userData = userData
  }

  /// Runs the host's `reply`, or queues it.
  ///
  /// - Returns: False if it was queued.
  func send(_ outcome: Outcome, payload: [UInt8], of callID: UInt64, on bridge: UInt64) -> Bool {
    switch receiver {
    case .function(let reply):
      unsafe AlignedBytes.with(payload.span.bytes) { bytes, count in
        _ = unsafe hostcall_run_reply(reply, bridge, outcome.rawValue, bytes, count, userData)
      }
      return true
    case .queue(let queue, let whenDone):
      let message = unsafe payload.span.bytes.withUnsafeBytes { bytes in
        unsafe HostMessage(
          HOSTCALL_MESSAGE_REPLY, callID: callID, outcome: outcome, bytes: bytes, userData: userData,
          whenDone: whenDone)
      }
      // Without memory for the payload, the reply comes without it.
      unsafe queue.append(
        message
          ?? HostMessage(
            HOSTCALL_MESSAGE_REPLY, callID: callID, outcome: .code(.resourceExhausted), userData: userData,
            whenDone: whenDone))
      return false
    }
  }
}
