// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform
internal import CHostBridge

// The queue of a host whose functions are not called.
extension EntryPoint {
  static func enableQueue(
    _ handle: hostcall_bridge, _ wake: hostcall_wake_fn?, _ userData: UnsafeMutableRawPointer?
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      try storage.checkOpen()
      try unsafe storage.enableQueue(wake: wake, wakeData: userData)
    }
  }

  static func next(
    _ handle: hostcall_bridge, _ message: UnsafeMutablePointer<hostcall_message>?, _ timeout: Int64
  ) -> Int32 {
    with(handle) { storage throws(StatusError) in
      try unsafe SizedStruct.checkSize(UnsafePointer(message), "message")
      guard let queue = storage.delivery.queue else { throw StatusError(.invalidArgument, .noQueue) }
      guard !CallbackScope.isInside(handle) else { throw StatusError(.invalidArgument, .insideWake) }
      let done = unsafe giveBack(message)
      let taken = try storage.nextMessage(of: queue, timeout, done: done)
      unsafe SizedStruct.write(taken.value(TakenMessages.shared.insert(taken)), to: message)
    }
  }

  static func messageDone(_ message: UnsafeMutablePointer<hostcall_message>?) {
    // In a forked child, the table's lock may be held forever.
    guard !hostcall_fork_is_child(), unsafe message != nil else { return }
    do throws(StatusError) {
      try unsafe SizedStruct.checkSize(UnsafePointer(message), "message")
      if let taken = unsafe giveBack(message) { MessageQueue.finish(taken) }
    } catch {
      LastError.set(error)
    }
  }

  /// Returns the message in a struct, if there is one, and clears the struct.
  private static func giveBack(_ message: UnsafeMutablePointer<hostcall_message>?) -> HostMessage? {
    guard let start = UnsafeRawPointer(message) else { return nil }
    let token = unsafe start.loadUnaligned(as: hostcall_message.self).token
    unsafe SizedStruct.write(hostcall_message(), to: message)
    return TakenMessages.shared.remove(token)
  }

  static func queueDescriptor(_ handle: hostcall_bridge) -> Int32 {
    var descriptor: Int32 = -1
    _ = with(handle) { storage throws(StatusError) in
      guard let queue = storage.delivery.queue else { throw StatusError(.invalidArgument, .noQueue) }
      descriptor = queue.descriptor
    }
    return descriptor
  }
}
