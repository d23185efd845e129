// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// A handler of a host that has a queue: the part that its messages share.
///
/// Retained by the ``HostFunctions`` under which it is registered until their `release` runs, and by its messages.
@safe class QueuedHandler: @unchecked Sendable {  // immutable, except for what the lock of the queue guards
  final let queue: MessageQueue
  final let userData: UnsafeMutableRawPointer?
  private final let nameMemory: HostMemory

  // Guarded by the lock of the queue.

  /// The number of `invoke` that the host has taken and is not done with, and of other messages, except for `release`,
  /// that it is not done with.
  final var uses = 0
  /// Whether the host is owed a `release` after the last use.
  final var owesRelease = false

  /// - Throws: ``Status/resourceExhausted`` if memory for the name is lacking.
  init(_ queue: MessageQueue, _ name: WireName, userData: UnsafeMutableRawPointer?) throws(StatusError) {
    nameMemory = try name.copiedForC()
    self.queue = queue
    unsafe self.userData = userData
  }

  /// The subscription that the message of the release names; 0 for a handler.
  var releaseID: UInt64 { 0 }
  /// Runs when the host is done with the message of the release.
  var whenReleased: (@Sendable () -> Void)? { nil }

  /// The wire name, which ends with a NUL.
  final var name: UnsafePointer<CChar>? {
    unsafe UnsafePointer(nameMemory.start?.assumingMemoryBound(to: CChar.self))
  }

  fileprivate static func from(_ userData: UnsafeMutableRawPointer?) -> QueuedHandler? {
    guard let userData = unsafe userData else { return nil }
    return unsafe Unmanaged<QueuedHandler>.fromOpaque(userData).takeUnretainedValue()
  }
}

extension HostFunctions {
  private static var queuedInvoke: hostcall_invoke_fn {
    { callID, request, count, userData in
      guard let handler = unsafe QueuedHandler.from(userData) else { return }
      unsafe handler.queue.invoke(callID, UnsafeRawBufferPointer(start: request, count: count), handler)
    }
  }

  private static var queuedRelease: hostcall_release_fn {
    { userData in
      guard let userData = unsafe userData else { return }
      let handler = unsafe Unmanaged<QueuedHandler>.fromOpaque(userData).takeRetainedValue()
      handler.queue.release(handler)
    }
  }

  /// Creates functions that append messages to the queue of `handler`, which they retain until `release` runs.
  init(_ handler: QueuedHandler, kind: CallKind = .call) {
    let retained = unsafe Unmanaged.passRetained(handler).toOpaque()
    if kind == .stream {
      unsafe self.init(
        invoke: Self.queuedInvoke,
        credit: { callID, more, userData in
          guard let handler = unsafe QueuedHandler.from(userData) else { return }
          handler.queue.credit(callID, more, handler)
        },
        streamCancel: { callID, taken, userData in
          guard let handler = unsafe QueuedHandler.from(userData) else { return }
          handler.queue.cancel(callID, taken: taken, handler)
        },
        release: Self.queuedRelease, userData: retained)
      return
    }
    unsafe self.init(
      invoke: Self.queuedInvoke,
      cancel: { callID, userData in
        guard let handler = unsafe QueuedHandler.from(userData) else { return }
        handler.queue.cancel(callID, handler)
      },
      release: Self.queuedRelease, userData: retained)
  }

  /// Releases a ``QueuedHandler`` whose registration failed, without a message.
  static func discard(_ handler: QueuedHandler) {
    unsafe Unmanaged.passUnretained(handler).release()
  }
}
