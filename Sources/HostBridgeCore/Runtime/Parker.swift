// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// A place where one thread sleeps until another wakes it.
///
/// Waking costs a single load while the thread is awake. It depends on the thread's state, not on its queue's: a thread
/// that is suspended between its push and its wake delays its own entry, and events that other threads have added to
/// the listener that is that entry.
///
/// Ownership: parkers are recycled, and their memory is never freed, so a late wake is harmless.
@safe package struct Parker: Equatable, @unchecked Sendable {  // a C pointer to atomic state
  private let parker: OpaquePointer

  package static func == (left: Parker, right: Parker) -> Bool { unsafe left.parker == right.parker }

  /// Acquires a parker, which must be released; if memory is lacking, it is not ``isUsable``.
  package init() {
    unsafe parker = hostcall_parker_acquire()
  }

  /// A Boolean value that indicates whether a thread may sleep here.
  var isUsable: Bool { unsafe parker != hostcall_parker_none() }

  /// Returns the parker for reuse.
  package func release() {
    unsafe hostcall_parker_release(parker)
  }

  /// Sleeps until a wake or `deadline`, unless `hasWork` returns true after the thread was marked as asleep.
  ///
  /// Work that is published before a wake is seen by `hasWork` or ends the sleep.
  func park(until deadline: Deadline = .never, unless hasWork: () -> Bool) {
    prepare()
    if hasWork() { cancel() } else { park(until: deadline) }
  }

  /// Like ``park(until:unless:)``, also for a parker that is not usable; may return early.
  package func sleep(until deadline: Deadline = .never, unless hasWork: () -> Bool) {
    if isUsable { park(until: deadline, unless: hasWork) } else { sleepBriefly() }
  }

  /// Marks the thread as asleep: a wake from now on ends the next ``park(until:)``.
  func prepare() {
    unsafe hostcall_parker_prepare(parker)
  }

  /// Sleeps until a wake since ``prepare()``, or until `deadline`.
  func park(until deadline: Deadline) {
    unsafe hostcall_parker_park(parker, deadline.nanoseconds)
  }

  /// Marks the thread as awake again.
  func cancel() {
    unsafe hostcall_parker_cancel(parker)
  }

  /// Wakes the thread if it sleeps, even if another thread has claimed it: that thread may have been suspended before
  /// its wake.
  package func wake() {
    unsafe hostcall_parker_wake(parker)
  }

  /// Wakes the thread, if it sleeps and no other thread is waking it.
  ///
  /// - Returns: Whether this call wakes it.
  func claim() -> Bool {
    unsafe hostcall_parker_claim(parker)
  }

  /// Sleeps for about a millisecond, instead of parking without memory.
  func sleepBriefly() {
    hostcall_thread_sleep_briefly()
  }
}
