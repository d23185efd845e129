// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A ``Deadline`` that threads share, ``Deadline/never`` at first.
///
/// Every access is sequentially consistent: a thread that records a deadline and then looks whether another one sleeps
/// must not miss a thread that goes to sleep and then looks at the deadline.
struct AtomicDeadline: ~Copyable {
  private let nanoseconds = Atomic<Int64>(Deadline.never.nanoseconds)

  func load() -> Deadline { Deadline(nanoseconds: nanoseconds.load(ordering: .sequentiallyConsistent)) }

  func store(_ deadline: Deadline) {
    nanoseconds.store(deadline.nanoseconds, ordering: .sequentiallyConsistent)
  }

  /// Stores `deadline` if it is earlier.
  func lower(to deadline: Deadline) {
    _ = nanoseconds.min(deadline.nanoseconds, ordering: .sequentiallyConsistent)
  }
}
