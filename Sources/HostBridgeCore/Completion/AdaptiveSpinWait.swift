// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// Decides how a thread waits: spinning while work keeps coming, then parked.
///
/// Waking a parked thread costs the waker a system call, and the sleeper tens of microseconds if its processor has to
/// wake up as well. So a wait that follows a short sleep spins for at most ``maximumSpin`` first; after a spin in
/// vain, it does not spin again until a sleep was short. On a single processor it never spins, since the thread that
/// brings work needs that processor.
///
/// Its times are plain nanoseconds, rather than a ``Deadline`` and a duration, since it reads the clock at every sleep.
struct AdaptiveSpinWait {
  /// The maximum spin in nanoseconds: about the cost of sleeping and waking.
  private static let maximumSpin: Int64 = 50_000
  /// The number of checks between two readings of the clock.
  private static let checksPerReading = 64

  private let maySpin = hostcall_processor_count() > 1
  private var isWorthSpinning = false

  /// Waits until woken or until `hasWork`; may return early.
  mutating func wait(_ parker: Parker, unless hasWork: () -> Bool) {
    if isWorthSpinning {
      if spin(until: hasWork) { return }
      isWorthSpinning = false
    }
    guard maySpin else { return parker.park(unless: hasWork) }
    let start = Deadline.now.nanoseconds
    parker.park(unless: hasWork)
    isWorthSpinning = Deadline.now.nanoseconds - start < Self.maximumSpin
  }

  private func spin(until hasWork: () -> Bool) -> Bool {
    let end = Deadline.now.nanoseconds + Self.maximumSpin
    repeat {
      for _ in 0..<Self.checksPerReading {
        if hasWork() { return true }
        hostcall_spin_hint()
      }
    } while Deadline.now.nanoseconds < end
    return false
  }
}
