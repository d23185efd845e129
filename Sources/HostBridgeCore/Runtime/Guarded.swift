#if HOSTCALL_PTHREAD_LOCKS
  internal import CBridgePlatform

  /// A value behind a lock, here a pthread mutex, which the thread sanitizer understands.
  ///
  /// The sanitizer does not see inside `Synchronization.Mutex` and reports races that are none; built with
  /// `HOSTCALL_PTHREAD_LOCKS` the package can be checked without suppressing anything.
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

  /// A value behind a lock.
  ///
  /// Nothing that belongs to somebody else runs inside ``withLock(_:)``: no user code, no continuation, no function
  /// of a host. What is to be done is returned from it and done afterwards.
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
