internal import Synchronization

/// What a caller waits with, in one word: an address, whose lowest bits say what is there.
///
///     …00  a suspended task, to be resumed once
///     …10  a ``BatchWaiter``
///     0    nothing yet: the caller's task has yet to suspend
///     1    nothing any more: the caller has been notified that its call is decided
@safe package struct Waiter: @unchecked Sendable {  // used up by the one thread that takes it from where it waited
  private static var batchBit: UInt { 2 }

  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// The current task, which is suspending.
  package init(_ continuation: UnsafeContinuation<Void, Never>) {
    // The address of the task, which is aligned to 16 bytes.
    bits = unsafe unsafeBitCast(continuation, to: UInt.self)
  }

  /// Creates the waiter of a call in `batch`, which must outlive its calls.
  init(_ batch: BatchWaiter) {
    bits = UInt(bitPattern: unsafe Unmanaged.passUnretained(batch).toOpaque()) | Self.batchBit
  }

  /// The waiter of a caller whose task has not suspended yet.
  static var notSuspended: Waiter { Waiter(bits: 0) }

  /// The value that the thread which decided a call leaves for the caller, after which it does not access the call.
  static var notified: Waiter { Waiter(bits: 1) }

  var isNotSuspended: Bool { bits == Self.notSuspended.bits }
  var isNotified: Bool { bits == Self.notified.bits }

  /// The batch that this is a call of; nil for a task.
  var batch: BatchWaiter? {
    guard bits & Self.batchBit != 0 else { return nil }
    return unsafe Unmanaged<BatchWaiter>.fromOpaque(UnsafeRawPointer(bitPattern: bits & ~Self.batchBit)!)
      .takeUnretainedValue()
  }

  /// Resumes the task on this thread.
  ///
  /// That enqueues into the task's executor, and takes a lock of the runtime's that is held while handlers of the task
  /// run, for cancellation or a change of priority; both may be user code. So only these threads do it: a bridge's
  /// ``TaskThread``, a ``UserCodeThread``, one that runs a cancellation handler of the same task, whose lock it holds,
  /// and the task's own before it has suspended.
  package func resume() {
    unsafe unsafeBitCast(bits, to: UnsafeContinuation<Void, Never>.self).resume()
  }
}

/// A task that waits for something other than one call, as an entry of a ``CompletionQueue``.
///
/// Thread safety: ``waiter`` and ``link`` belong to the thread that decides to resume the task.
@usableFromInline
package class Suspension: WorkItem, @unchecked Sendable {
  /// The task; `nil` until it suspends.
  package final var waiter: Waiter?
}

/// Counts the calls that a task waits for, and identifies the last to end.
///
///     missing:   0 ─► -1 ─► -2 ─►      calls arrive before their number is known
///                +5 at the suspension  ─► 3 ─► 2 ─► 1 ─► 0      the last one resumes the task
///
/// The task that makes the calls owns it; other threads only call ``arrive()``.
@usableFromInline
package final class BatchWaiter: Suspension, @unchecked Sendable {
  private let missing = Atomic<Int>(0)
  /// The number of calls that will arrive.
  @exclusivity(unchecked) private(set) var expected = 0

  package override init() {}

  /// Expects one more call, which may already have arrived.
  func expect() {
    unsafe expected += 1
  }

  /// Records that a call has ended.
  ///
  /// - Returns: Whether it was the last, so that the task must be resumed. If not, the batch may already have been
  ///   freed.
  func arrive() -> Bool {
    missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
  }

  /// Suspends the task until all expected calls, at least one, have arrived.
  ///
  /// - Returns: False if all have, so that the task must not suspend.
  func suspend(_ waiter: Waiter) -> Bool {
    self.waiter = waiter
    return missing.add(unsafe expected, ordering: .acquiringAndReleasing).newValue != 0
  }
}

/// Suspends the current task until its waiter is resumed; does not suspend if `isAccepted` returns false.
///
/// - Parameter onCancel: Runs when the task is cancelled, possibly under locks of the runtime; it must only change
///   states and enqueue.
func suspendTask(unlessRefused isAccepted: (Waiter) -> Bool, onCancel: @Sendable () -> Void) async {
  await withTaskCancellationHandler {
    unsafe await withUnsafeContinuation { continuation in
      let waiter = unsafe Waiter(continuation)
      if !isAccepted(waiter) { waiter.resume() }
    }
  } onCancel: {
    onCancel()
  }
}
