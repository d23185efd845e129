internal import Synchronization

/// An entry of an ``IntrusiveQueue``, which has room for the link to the next one in itself.
protocol IntrusiveEntry {
  /// The entry as a number that is neither 0 nor `UInt.max`: an address, with marks in its lowest bits.
  var bits: UInt { get }

  init(bits: UInt)

  /// The next entry of the queue, as a number; 0 for none. Used by the thread that has the entry in hand.
  var link: UInt { get nonmutating set }
}

/// A queue into which any thread puts entries; whichever thread takes, takes all of them, in the order in which they came.
///
/// A stack of entries, each linked to the one below in memory of its own: putting one in takes neither memory nor a lock,
/// and taking is one exchange. The thread that takes is to be woken by the state of that thread and not of the queue.
struct IntrusiveQueue<Entry: IntrusiveEntry>: ~Copyable {
  private let top = Atomic<UInt>(0)

  /// In the place of an entry, once nothing takes from the queue any more.
  private static var ended: UInt { .max }

  /// Whether there is nothing to take.
  var isEmpty: Bool {
    let top = top.load(ordering: .sequentiallyConsistent)
    return top == 0 || top == Self.ended
  }

  /// Puts `entry` in, which must be in no other queue; false if the queue has ended, and the entry stays with the caller.
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

  /// Takes all entries that are in the queue now.
  func takeAll() -> IntrusiveChain<Entry> {
    if isEmpty { return IntrusiveChain(first: 0) }
    return IntrusiveChain(turningRound: top.exchange(0, ordering: .sequentiallyConsistent))
  }

  /// Ends the queue if it is empty: nothing can be put in from now on.
  func endIfEmpty() -> Bool {
    top.compareExchange(expected: 0, desired: Self.ended, ordering: .sequentiallyConsistent).exchanged
  }
}

/// Entries in a row, which belong to the thread that took them.
struct IntrusiveChain<Entry: IntrusiveEntry> {
  /// The first entry as a number; 0 for none.
  private(set) var first: UInt

  /// The chain that begins with `first`.
  init(first: UInt) {
    self.first = first
  }

  /// The entries of a stack, the lowest first.
  fileprivate init(turningRound top: UInt) {
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

  /// Takes the first entry out; nil if there is none.
  mutating func popFirst() -> Entry? {
    guard first != 0 else { return nil }
    let entry = Entry(bits: first)
    // Before the entry is used, after which it may be in another queue.
    first = entry.link
    return entry
  }
}
