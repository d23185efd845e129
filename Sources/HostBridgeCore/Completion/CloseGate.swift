// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The phase of a bridge's close, and the tasks and threads that wait for its end.
///
///     open ──drain──► draining ──begin──► closing ──didRefuseEverything──► refusing ──finish──► closed
///       └──────────────begin─────────────────►
final class CloseGate: Sendable {
  /// A task or thread that waits for the close to end.
  enum Closer: Sendable {
    case task(Suspension)
    case thread(Parker)
  }

  private enum Phase: UInt8, AtomicRepresentable, Comparable, Sendable {
    case open
    /// The host can make no new calls; running functions may continue until the grace time is over.
    case draining
    case closing
    /// Every table of the bridge refuses new work.
    case refusing
    case closed

    static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
  }

  /// Changes only with the lock of ``closers`` held, and only to a later phase.
  private let phase = Atomic<Phase>(.open)
  private let closers: Guarded<[Closer]>
  /// The end of the grace time.
  private let graceEnd = AtomicDeadline()

  init() {
    var initial: [Closer] = []
    // Reserved so that a close does not allocate.
    initial.reserveCapacity(8)
    closers = Guarded(initial)
  }

  /// Starts draining; returns false if the bridge is already draining or closing.
  func drain(until end: Deadline) -> Bool {
    closers.withLock { _ in
      guard current == .open else { return false }
      graceEnd.store(end)
      move(to: .draining)
      return true
    }
  }

  /// Starts closing; returns false if the close has already started.
  func begin() -> Bool {
    closers.withLock { _ in
      guard current < .closing else { return false }
      graceEnd.store(.never)
      move(to: .closing)
      return true
    }
  }

  /// Wakes `closer` when the bridge is closed; returns false if it already is.
  func wait(_ closer: Closer) -> Bool {
    closers.withLock { closers in
      guard current != .closed else { return false }
      closers.append(closer)
      return true
    }
  }

  /// Marks the bridge as closed.
  ///
  /// - Returns: The tasks and threads to wake.
  func finish() -> [Closer] {
    closers.withLock { closers in
      move(to: .closed)
      defer { closers = [] }
      return closers
    }
  }

  /// Records that every table of the bridge refuses new work.
  func didRefuseEverything() {
    closers.withLock { _ in
      if current == .closing { move(to: .refusing) }
    }
  }

  private var current: Phase { phase.load(ordering: .sequentiallyConsistent) }

  private func move(to next: Phase) {
    phase.store(next, ordering: .sequentiallyConsistent)
  }

  /// A Boolean value that indicates whether every table of the bridge refuses new work.
  var isRefusing: Bool { current >= .refusing }

  /// A Boolean value that indicates whether the bridge is closing or closed.
  var isClosing: Bool { current >= .closing }

  /// A Boolean value that indicates whether the close waits for replies to calls to the core.
  var isDraining: Bool { current == .draining }

  /// A Boolean value that indicates whether the bridge is closed.
  var isFinished: Bool { closers.withLock { _ in current == .closed } }

  /// The end of the grace time; ``Deadline/never`` if there is none.
  var endOfGrace: Deadline { graceEnd.load() }
}
