// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform
internal import Dispatch
internal import Synchronization

/// The threads that all bridges of the process share, started when the first bridge opens.
///
/// The system resources that calls need are acquired then, so that an open bridge keeps working when threads, file
/// descriptors or large memory blocks run out.
///
/// Thread safety: safe from any thread. Never freed.
final class BridgeRuntime: Sendable {
  static let shared = BridgeRuntime()

  /// Runs exposed functions and handlers in Swift.
  let pool = TaskPool()
  let deadlines = DeadlineThread()
  /// Cancels tasks.
  let cancellations = UserCodeThread("hostcall-cancel")
  /// Frees objects that closures of users capture.
  let disposals = UserCodeThread("hostcall-free")
  /// Resumes tasks that wait for a close or, in a client, for a permit, and the last callers of closed bridges.
  let resumptions = UserCodeThread("hostcall-resume")
  private let isStarted = Atomic<Bool>(false)
  private let isGlobalPoolStarted = Guarded(false)

  private init() {}

  /// A Boolean value that indicates whether this process was forked from one with bridges; its copies of their threads
  /// and locks are unusable, so it cannot have any.
  static var isForkedChild: Bool { hostcall_fork_is_child() }

  /// Starts everything that has not been started; returns false in a forked child, or if the system lacks a resource.
  static func start() -> Bool {
    guard !isForkedChild else { return false }
    // Only once: pinning the library takes the dynamic loader's lock.
    if shared.isStarted.load(ordering: .acquiring) { return true }
    hostcall_fork_watch()
    hostcall_library_pin()
    let isStarted =
      shared.pool.start() && shared.deadlines.start() && shared.cancellations.start() && shared.disposals.start()
      && shared.resumptions.start() && shared.startGlobalPool()
    if isStarted { shared.isStarted.store(true, ordering: .releasing) }
    return isStarted
  }

  /// The file descriptors that libdispatch opens on first use, plus a few spare.
  private static let descriptors: Int32 = 8
  /// The maximum wait for libdispatch's first thread.
  private static let maximumStartTime = Duration.seconds(5)

  /// Makes libdispatch open its file descriptors now, since it ends the process if it cannot do so later.
  private func startGlobalPool() -> Bool {
    isGlobalPoolStarted.withLock { isStarted in
      if isStarted { return true }
      let parker = Parker()
      guard parker.isUsable, hostcall_descriptors_available(Self.descriptors) else { return false }
      defer { parker.release() }
      let hasRun = Flag()
      // A timer, because the descriptors are for timers.
      DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(1)) {
        hasRun.set()
        parker.wake()
      }
      let end = Deadline(after: Self.maximumStartTime, from: .now)
      while !hasRun.isSet, .now < end { parker.park(until: end) { hasRun.isSet } }
      isStarted = hasRun.isSet
      return isStarted
    }
  }
}

private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }

  func set() {
    value.store(true, ordering: .sequentiallyConsistent)
  }
}
