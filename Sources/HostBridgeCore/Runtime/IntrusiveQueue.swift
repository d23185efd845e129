// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// An entry of an ``IntrusiveQueue``, which stores the link to the next entry itself.
protocol IntrusiveEntry {
  /// The entry as a number other than 0 and `UInt.max`: an address, with tags in its lowest bits.
  var bits: UInt { get }

  init(bits: UInt)

  /// The next entry as a number; 0 for none.
  ///
  /// Accessed only by the thread that owns the entry.
  var link: UInt { get nonmutating set }
}

/// A FIFO queue to which any thread appends; a thread that takes, takes all entries, oldest first.
///
/// A stack of entries that are linked through their own memory, so appending neither allocates nor locks, and taking is
/// one atomic exchange. Whether a thread needs a wake depends on that thread's state, not on the queue's.
struct IntrusiveQueue<Entry: IntrusiveEntry>: ~Copyable {
  private let top = Atomic<UInt>(0)

  /// Takes the place of an entry after the queue has ended.
  private static var ended: UInt { .max }

  var isEmpty: Bool {
    let top = top.load(ordering: .sequentiallyConsistent)
    return top == 0 || top == Self.ended
  }

  /// Appends `entry`, which must be in no other queue; returns false if the queue has ended, leaving the entry to the
  /// caller.
  func append(_ entry: Entry) -> Bool {
    var below = top.load(ordering: .relaxed)
    while below != Self.ended {
      entry.link = below
      let (isDone, found) = top.weakCompareExchange(
        expected: below, desired: entry.bits, successOrdering: .sequentiallyConsistent, failureOrdering: .relaxed)
      if isDone { return true }
      below = found
    }
    return false
  }

  /// Removes and returns all entries.
  func takeAll() -> IntrusiveChain<Entry> {
    if isEmpty { return IntrusiveChain(first: 0) }
    return IntrusiveChain(reversing: top.exchange(0, ordering: .sequentiallyConsistent))
  }

  /// Ends the queue if it is empty, so that nothing can be appended any more.
  func endIfEmpty() -> Bool {
    top.compareExchange(expected: 0, desired: Self.ended, ordering: .sequentiallyConsistent).exchanged
  }
}

/// A linked list of entries, owned by the thread that took them.
struct IntrusiveChain<Entry: IntrusiveEntry> {
  /// The first entry as a number; 0 for none.
  private(set) var first: UInt

  /// Creates the list that starts at `first`.
  init(first: UInt) {
    self.first = first
  }

  /// Creates a list from a stack, reversing it.
  fileprivate init(reversing top: UInt) {
    first = 0
    var rest = top
    while rest != 0 {
      let entry = Entry(bits: rest)
      let below = entry.link
      entry.link = first
      first = rest
      rest = below
    }
  }

  /// Removes and returns the first entry; `nil` if there is none.
  mutating func popFirst() -> Entry? {
    guard first != 0 else { return nil }
    let entry = Entry(bits: first)
    // Read before the entry is used, after which it may be in another queue.
    first = entry.link
    return entry
  }
}
