// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A listener to events of a host that has a queue: its events are messages in that queue.
///
/// Retained by its ``EventChannel`` while it is subscribed, and by its messages.
final class QueuedListener: QueuedHandler, @unchecked Sendable {  // as its superclass
  let id: UInt64
  /// Runs when the host is done with the message of the release.
  let didRelease: @Sendable () -> Void

  /// The messages that the host has not taken; guarded by the lock of the queue.
  var events: BoundedQueue<HostMessage>

  /// - Throws: ``Status/resourceExhausted`` if memory for the name is lacking.
  init(
    _ queue: MessageQueue, _ name: WireName, id: UInt64, userData: UnsafeMutableRawPointer?,
    events: consuming BoundedQueue<HostMessage>, didRelease: @escaping @Sendable () -> Void
  ) throws(StatusError) {
    self.id = id
    self.events = events
    self.didRelease = didRelease
    try unsafe super.init(queue, name, userData: userData)
  }

  override var releaseID: UInt64 { id }
  override var whenReleased: (@Sendable () -> Void)? { didRelease }
}
