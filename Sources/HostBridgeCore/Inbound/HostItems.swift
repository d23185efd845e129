// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The callback or the queue that receives the items of a stream of the core.
@safe struct HostItems: @unchecked Sendable {  // immutable; the host promises that `userData` may cross threads
  @safe private enum Receiver {
    case function(hostcall_item_fn)
    case queue(MessageQueue)
  }

  private let receiver: Receiver
  private let userData: UnsafeMutableRawPointer?

  init(_ item: @escaping hostcall_item_fn, userData: UnsafeMutableRawPointer?) {
    unsafe receiver = .function(item)
    unsafe self.userData = userData
  }

  /// Creates a receiver whose items are messages.
  init(_ queue: MessageQueue, userData: UnsafeMutableRawPointer?) {
    receiver = .queue(queue)
    unsafe self.userData = userData
  }

  /// Runs the host's `item`, or queues the item.
  ///
  /// - Parameter whenTaken: Runs when the host receives the item; returns false if the host must not receive it any
  ///   more.
  /// - Returns: False if memory is lacking.
  func send(
    _ item: [UInt8], of callID: UInt64, on bridge: UInt64, whenTaken: @escaping @Sendable () -> Bool
  ) -> Bool {
    switch receiver {
    case .function(let function):
      guard whenTaken() else { return true }
      unsafe AlignedBytes.with(item.span.bytes) { bytes, count in
        _ = unsafe hostcall_run_item(function, bridge, bytes, count, userData)
      }
    case .queue(let queue):
      let message = unsafe item.span.bytes.withUnsafeBytes { bytes in
        unsafe HostMessage(
          HOSTCALL_MESSAGE_ITEM, callID: callID, bytes: bytes, userData: userData, whenTaken: whenTaken)
      }
      guard let message else { return false }
      queue.append(message)
    }
    return true
  }
}
