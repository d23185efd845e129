// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The waiting caller of a call, in one word: an address whose lowest bits give its kind, or a constant.
///
///     …00  a suspended task, to be resumed once
///     …10  a ``CallWaiter``
///     0    the caller's task has not suspended yet
///     1    the caller has been notified that its call is decided
@safe package struct Waiter: @unchecked Sendable {  // used up by the one thread that takes it from where it waited
  private static var groupBit: UInt { 2 }

  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// Creates the waiter of the current task, which is suspending.
  package init(_ continuation: UnsafeContinuation<Void, Never>) {
    // The address of the task, which is aligned to 16 bytes.
    bits = unsafe unsafeBitCast(continuation, to: UInt.self)
  }

  /// Creates the waiter of a call in a batch, or of a stream, which must outlive its calls.
  init(_ group: CallWaiter) {
    bits = UInt(bitPattern: unsafe Unmanaged.passUnretained(group).toOpaque()) | Self.groupBit
  }

  /// The waiter of a caller whose task has not suspended yet.
  static var notSuspended: Waiter { Waiter(bits: 0) }

  /// The value that the thread which decided a call leaves for the caller, after which it does not access the call.
  static var notified: Waiter { Waiter(bits: 1) }

  var isNotSuspended: Bool { bits == Self.notSuspended.bits }
  var isNotified: Bool { bits == Self.notified.bits }

  /// The batch or stream that the call belongs to; `nil` for a single call.
  var group: CallWaiter? {
    guard bits & Self.groupBit != 0 else { return nil }
    return unsafe Unmanaged<CallWaiter>.fromOpaque(UnsafeRawPointer(bitPattern: bits & ~Self.groupBit)!)
      .takeUnretainedValue()
  }

  /// Resumes the task.
  ///
  /// Resuming enqueues the task on its executor, and takes a lock that the runtime holds while the task's handlers for
  /// cancellation and changes of priority run. The executor and the handlers may be user code. Therefore only these
  /// threads resume tasks: a bridge's ``TaskThread``, a ``UserCodeThread``, a thread that runs a cancellation handler
  /// of the same task and so holds its lock, and the task's own thread before the task has suspended.
  package func resume() {
    unsafe unsafeBitCast(bits, to: UnsafeContinuation<Void, Never>.self).resume()
  }
}
