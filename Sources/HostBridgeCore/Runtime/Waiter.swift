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
