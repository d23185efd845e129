// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

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
