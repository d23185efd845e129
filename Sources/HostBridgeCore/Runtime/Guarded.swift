// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if HOSTCALL_PTHREAD_LOCKS
internal import CBridgePlatform

/// A value protected by a lock, here a pthread mutex.
///
/// The thread sanitizer does not see inside `Synchronization.Mutex` and reports false races. Built with
/// `HOSTCALL_PTHREAD_LOCKS`, the package can be checked without suppressions.
@safe package final class Guarded<Value: Sendable>: @unchecked Sendable {  // `lock` protects `value`
  private let lock: OpaquePointer
  private var value: Value

  package init(_ value: Value) {
    guard let lock = unsafe hostcall_lock_create() else { fatalError("no memory for a lock") }
    unsafe self.lock = lock
    self.value = value
  }

  deinit { unsafe hostcall_lock_destroy(lock) }

  package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe hostcall_lock_acquire(lock)
    defer { unsafe hostcall_lock_release(lock) }
    return try body(&value)
  }
}
#else
internal import Synchronization

/// A value protected by a lock.
///
/// The body of ``withLock(_:)`` runs only the package's own code: it calls no user code and no function of a host,
/// and resumes no continuation. It returns what to do instead, and the caller does that after releasing the lock.
package final class Guarded<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  package init(_ value: Value) {
    mutex = Mutex(value)
  }

  package func withLock<Result: Sendable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try mutex.withLock { value throws(Failure) in try body(&value) }
  }
}
#endif
