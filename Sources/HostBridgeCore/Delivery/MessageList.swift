// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A FIFO list of messages that are linked through their own memory, so that one can be removed from the middle.
///
/// Guarded by the lock of the ``MessageQueue`` that owns it. Retains its messages.
@safe struct MessageList: @unchecked Sendable {  // guarded by the queue's lock
  private var first: Unmanaged<HostMessage>?
  private var last: Unmanaged<HostMessage>?

  var isEmpty: Bool { unsafe first == nil }

  /// Appends `message`, which must be in no list.
  mutating func append(_ message: HostMessage) {
    let entry = unsafe Unmanaged.passRetained(message)
    unsafe message.previous = last
    unsafe message.next = nil
    if let last = unsafe last {
      unsafe last.takeUnretainedValue().next = entry
    } else {
      unsafe first = entry
    }
    unsafe last = entry
  }

  /// Removes and returns the first message; `nil` if there is none.
  mutating func popFirst() -> HostMessage? {
    guard let message = unsafe first?.takeUnretainedValue() else { return nil }
    remove(message)
    return message
  }

  /// Removes `message`, which must be in this list.
  mutating func remove(_ message: HostMessage) {
    let (previous, next) = unsafe (message.previous, message.next)
    if let previous = unsafe previous?.takeUnretainedValue() {
      unsafe previous.next = next
    } else {
      unsafe first = next
    }
    if let next = unsafe next?.takeUnretainedValue() {
      unsafe next.previous = previous
    } else {
      unsafe last = previous
    }
    unsafe message.previous = nil
    unsafe message.next = nil
    unsafe Unmanaged.passUnretained(message).release()
  }
}
