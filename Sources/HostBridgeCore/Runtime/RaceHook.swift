// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if DEBUG
/// Points between two steps at which a race is possible.
///
/// Tests install actions, which run at that point on the thread that reaches it. Debug builds only.
package enum RaceHook: Int, CaseIterable, Sendable {
  /// A job is queued, and its thread has not been woken yet.
  case jobAppended
  /// A call or a waiter is queued, and its thread has not been woken yet.
  case entryPushed
  /// A call holds its handler, and is not marked as invoking yet.
  case handlerFound
  /// An answer has won, and its bytes have not been copied yet.
  case answerClaimed
  /// A call is decided and does not need its handler any more, and its caller has not been notified.
  case handlerReturned
  /// A deadline has been recorded, and the deadline thread has not been woken yet.
  case deadlineRecorded
  /// The queue of a host has changed, and neither the host nor a thread of it that waits has been woken yet.
  case queueChanged
  /// The host has taken a message, and `next` has not returned it yet.
  case messageTaken
  /// A thread of the host has found no message, and does not sleep yet.
  case hostWaits
  /// An event has been taken for a listener of the host, which has not run yet.
  case eventTaken
  /// A listener receives no further event, and has not ended yet.
  case listenerRemoved
  /// A close has begun, and has not ended any call yet.
  case closeBegun
  /// A call to the core has left its table, whose lock is held, and has not been ended yet.
  case callRemoved
  /// The stream of a call is known, and its credit has not been read yet.
  case streamFound

  package final class Installation: Sendable {
    fileprivate let hook: RaceHook
    fileprivate let action: @Sendable () -> Void

    fileprivate init(_ hook: RaceHook, _ action: @escaping @Sendable () -> Void) {
      self.hook = hook
      self.action = action
    }

    package func end() {
      RaceHook.installed.withLock { $0[hook]?.removeAll { $0 === self } }
    }
  }

  private static let installed = Guarded<[RaceHook: [Installation]]>([:])

  /// Runs `action` whenever a thread reaches this point, until the installation ends.
  package func install(_ action: @escaping @Sendable () -> Void) -> Installation {
    let installation = Installation(self, action)
    Self.installed.withLock { $0[self, default: []].append(installation) }
    return installation
  }

  @inline(never)
  func reach() {
    for installation in Self.installed.withLock({ $0[self] ?? [] }) { installation.action() }
  }
}

@inline(__always)
func reach(_ hook: RaceHook) { hook.reach() }
#else
enum RaceHook {
  case jobAppended, entryPushed, handlerFound, answerClaimed, handlerReturned, deadlineRecorded, queueChanged,
    messageTaken, hostWaits, eventTaken, listenerRemoved, closeBegun, callRemoved, streamFound
}

@inline(__always)
func reach(_ hook: RaceHook) {}
#endif
