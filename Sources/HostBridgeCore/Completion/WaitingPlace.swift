internal import CHostBridge
internal import Synchronization

/// Where the loop waits until it is woken: at first awake, while answers keep coming, then asleep.
///
/// Waking a sleeping thread costs its waker a system call, and the sleeper tens of microseconds where another processor
/// has to wake up for it. So after a short sleep the next wait begins with a look-out of at most ``longestLookout``;
/// one that was in vain is the last until there is a short sleep again. On a single processor there is none: whoever is
/// to bring work needs that processor.
final class WaitingPlace: Sendable {
  /// In nanoseconds; about what a sleep and its waking cost.
  private static let longestLookout: Int64 = 50_000
  /// Looks between two looks at the clock.
  private static let looks = 64

  private let parker = Parker()
  /// Read and written by the loop only.
  private let isWorthLooking = Atomic<Bool>(false)
  private let mayLook = hostcall_processor_count() > 1

  func wake() {
    parker.unpark()
  }

  /// Waits to be woken, or for `deadline`, or until `hasWork`.
  ///
  /// May return early.
  func wait(until deadline: Deadline, unless hasWork: () -> Bool) {
    if isWorthLooking.load(ordering: .relaxed) {
      if lookOut(until: deadline, for: hasWork) { return }
      isWorthLooking.store(false, ordering: .relaxed)
    }
    guard mayLook else { return parker.park(until: deadline) }
    let start = Deadline.now.nanoseconds
    parker.park(until: deadline)
    isWorthLooking.store(Deadline.now.nanoseconds - start < Self.longestLookout, ordering: .relaxed)
  }

  private func lookOut(until deadline: Deadline, for hasWork: () -> Bool) -> Bool {
    let end = min(Deadline.now.nanoseconds + Self.longestLookout, deadline.nanoseconds)
    repeat {
      for _ in 0..<Self.looks {
        if hasWork() { return true }
        hostcall_pause()
      }
    } while Deadline.now.nanoseconds < end
    return false
  }
}
