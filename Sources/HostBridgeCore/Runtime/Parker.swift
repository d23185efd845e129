internal import CBridgePlatform

/// A place where one thread sleeps until another wakes it.
///
/// A wake costs one load while the thread is awake, whatever is in the queue that it looks after: so a thread that is
/// stopped between its push and its wake delays nothing but its own entry.
///
/// Ownership: the memory belongs to the process and is only ever given to other parkers, so a late wake is harmless.
@safe package struct Parker: @unchecked Sendable {  // a C pointer to atomic state
  private let parker: OpaquePointer

  /// Takes a parker, which has to be released; one that is not ``isUsable`` if there is no memory.
  package init() {
    unsafe parker = hostcall_parker_acquire()
  }

  /// Whether a thread may sleep here.
  var isUsable: Bool { unsafe parker != hostcall_parker_none() }

  /// Lets another thread have the parker.
  package func release() {
    unsafe hostcall_parker_release(parker)
  }

  /// Sleeps until a wake or `deadline`, unless `hasWork` once the thread counts as asleep.
  ///
  /// Work that is published before a wake is found by `hasWork` or ends the sleep.
  func park(until deadline: Deadline = .never, unless hasWork: () -> Bool) {
    prepare()
    if hasWork() { cancel() } else { park(until: deadline) }
  }

  /// As ``park(until:unless:)``, for a thread that may be without memory to sleep in; may return early.
  package func sleep(until deadline: Deadline = .never, unless hasWork: () -> Bool) {
    if isUsable { park(until: deadline, unless: hasWork) } else { pause() }
  }

  /// Counts the thread as asleep from now on: a wake is kept until ``park(until:)``.
  func prepare() {
    unsafe hostcall_parker_prepare(parker)
  }

  /// Sleeps until a wake since ``prepare()``, or until `deadline`.
  func park(until deadline: Deadline) {
    unsafe hostcall_parker_park(parker, deadline.nanoseconds)
  }

  /// Counts the thread as awake again.
  func cancel() {
    unsafe hostcall_parker_cancel(parker)
  }

  /// Wakes the thread, if it sleeps: also if another thread was to do that, and may have been stopped before it did.
  package func wake() {
    unsafe hostcall_parker_wake(parker)
  }

  /// Wakes the thread, if it sleeps and no other thread is waking it.
  ///
  /// - Returns: Whether it has.
  func claim() -> Bool {
    unsafe hostcall_parker_claim(parker)
  }

  /// Lets a moment pass, where there was no memory to sleep in.
  func pause() {
    hostcall_thread_pause()
  }
}
