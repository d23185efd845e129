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
    // Before the checks, since the struct holds no message on any status but OK.
    var done = unsafe giveBack(message)
    defer { if let done { MessageQueue.finish(done) } }
    return with(handle) { storage throws(StatusError) in
      try unsafe SizedStruct.checkSize(UnsafePointer(message), "message")
      guard let queue = storage.delivery.queue else { throw StatusError(.invalidArgument, .noQueue) }
      guard !CallbackScope.isInside(handle) else { throw StatusError(.invalidArgument, .insideWake) }
      let taken = try storage.nextMessage(of: queue, timeout, done: done.take())
      unsafe SizedStruct.write(taken.value(TakenMessages.shared.insert(taken)), to: message)
    }
  }

  static func messageDone(_ message: UnsafeMutablePointer<hostcall_message>?) {
    if let done = unsafe giveBack(message) { MessageQueue.finish(done) }
  }

  /// Returns the message in a struct and clears the struct; `nil` if there is none, or its size is wrong.
  private static func giveBack(_ message: UnsafeMutablePointer<hostcall_message>?) -> HostMessage? {
    // In a forked child, the table's lock may be held forever.
    guard !hostcall_fork_is_child(), let start = UnsafeRawPointer(message) else { return nil }
    do throws(StatusError) {
      try unsafe SizedStruct.checkSize(UnsafePointer(message), "message")
    } catch {
      LastError.set(error)
      return nil
    }
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
