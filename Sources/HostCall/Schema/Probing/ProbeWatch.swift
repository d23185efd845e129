// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import Synchronization

/// The state shared by the thread that computes a schema and the thread that waits for it.
///
/// Thread safety: safe from any thread.
final class ProbeWatch: Sendable {
  private let parker = Parker()
  private let hasThread: Bool
  private let isParked = Atomic<Bool>(false)
  private let givenUp = Atomic<Bool>(false)
  /// The types whose `init(from:)` is running, innermost last.
  private let running = Guarded<[ObjectIdentifier]>([])

  init(hasThread: Bool) {
    self.hasThread = hasThread
  }

  deinit { parker.release() }

  func enter(_ type: Any.Type) {
    let type = ObjectIdentifier(type)
    running.withLock { $0.append(type) }
  }

  func leave() {
    running.withLock { _ = $0.popLast() }
  }

  /// A Boolean value that indicates whether the waiting thread has given up.
  var isGivenUp: Bool { givenUp.load(ordering: .relaxed) }

  /// Parks the current thread permanently, because the code on it makes requests without end; does nothing on the
  /// caller's own thread.
  func parkForever() {
    guard hasThread else { return }
    isParked.store(true, ordering: .sequentiallyConsistent)
    wake()
    let parker = Parker()
    while true { parker.sleep { false } }
  }

  func wake() { parker.wake() }

  /// Waits until `isFinished` returns true, the deadline passes, or the thread is abandoned.
  func wait(until deadline: Deadline, or isFinished: () -> Bool) {
    func isOver() -> Bool { isFinished() || isParked.load(ordering: .sequentiallyConsistent) }
    while !isOver(), deadline > .now { parker.sleep(until: deadline, unless: isOver) }
  }

  /// Gives up waiting.
  ///
  /// - Returns: The type whose `init(from:)` is stuck, if known.
  func giveUp() -> ObjectIdentifier? {
    givenUp.store(true, ordering: .relaxed)
    return running.withLock { $0.last }
  }
}
