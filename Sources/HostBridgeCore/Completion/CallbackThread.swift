// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The thread of a bridge that runs the host's `cancel`, `reply` and `release`, for streams `credit` and `item`, and
/// for events `event`, one after the other, and finishes the close after the last of them.
///
/// Only functions of the host block it. Callers, deadlines and tasks do not depend on it.
final class CallbackThread: Sendable {
  private let queue = IntrusiveQueue<CallbackEntry>()
  private let parker = Parker()
  private let isScanRequested = Atomic<Bool>(false)
  private let idleSignal = IdleSignal()

  /// Creates the thread without starting it.
  init() {}

  deinit { parker.release() }

  /// Starts the thread, which retains `storage` until the bridge is closed; returns false if the system refuses a
  /// thread.
  func start(_ storage: BridgeStorage) -> Bool {
    guard parker.isUsable else { return false }
    let held = unsafe Unmanaged.passRetained(storage)
    let isStarted = SystemThread.start("hostcall-calls") {
      unsafe held._withUnsafeGuaranteedRef { $0.callbackThread.run($0) }
      unsafe BridgeStorage.releaseElsewhere(held)
    }
    if !isStarted { unsafe held.release() }
    return isStarted
  }

  // MARK: Called by other threads

  /// Queues the notification of the host that a call ended without its answer.
  func append(_ slot: CallSlot) {
    append(CallbackEntry(slot))
  }

  /// Queues a handler to release once no call holds it, or the reply to a call to the core.
  func append(_ item: WorkItem) {
    append(CallbackEntry(retaining: item))
  }

  private func append(_ entry: CallbackEntry) {
    // Appending cannot fail: the queue ends when the bridge is closed, and nothing is appended after that.
    _ = tryAppend(entry)
  }

  private func tryAppend(_ entry: CallbackEntry) -> Bool {
    let parker = parker
    guard queue.append(entry) else { return false }
    reach(.entryPushed)
    parker.wake()
    return true
  }

  /// Queues credit for a stream of the host, or an item of a stream of the core; returns false if the bridge is closed.
  func appendIfOpen(_ item: WorkItem) -> Bool {
    guard appendWithoutWake(item) else { return false }
    reach(.entryPushed)
    wake()
    return true
  }

  /// Queues a listener that has events, for a caller that calls ``wake()`` after releasing a lock; returns false if the
  /// bridge is closed.
  func appendWithoutWake(_ item: WorkItem) -> Bool {
    let entry = CallbackEntry(retaining: item)
    if queue.append(entry) { return true }
    _ = entry.takeItem()
    return false
  }

  /// Wakes the thread, if it sleeps.
  func wake() { parker.wake() }

  /// Makes the thread scan for handlers to release, and check the close, again.
  func requestScan() {
    isScanRequested.store(true, ordering: .sequentiallyConsistent)
    parker.wake()
  }

  // MARK: The thread

  private func run(_ storage: BridgeStorage) {
    var work = CallbackWork(storage)
    var rounds: UInt64 = 0
    while true {
      if hasWork { rounds += 1 }
      if isScanRequested.load(ordering: .sequentiallyConsistent) {
        isScanRequested.store(false, ordering: .sequentiallyConsistent)
        work.recordReturn()
      }
      var chain = queue.takeAll()
      while let entry = chain.popFirst() { work.perform(entry) }
      work.releaseUnheld()
      storage.advanceClosing()
      if hasWork { continue }
      if storage.isQuiescent, queue.endIfEmpty() { break }
      idleSignal.notify(rounds)
      parker.park { hasWork || idleSignal.isAwaited }
    }
    storage.finishClosing()
    idleSignal.notify(rounds, isLast: true)
  }

  private var hasWork: Bool { !queue.isEmpty || isScanRequested.load(ordering: .sequentiallyConsistent) }

  // MARK: For virtual clocks

  /// Waits until the thread is idle or has ended.
  ///
  /// - Returns: A number that changes with each round of work.
  func idle() async -> UInt64 { await idleSignal.wait(waking: parker) }
}
