/// Something to do on one of the package's threads, as an entry of its queue.
///
/// Thread safety: ``link`` belongs to the queue that the item is in; there is at most one.
class WorkItem: @unchecked Sendable {
  fileprivate final var link: UInt = 0
}

/// A ``WorkItem`` in a queue, which keeps it.
struct WorkEntry: IntrusiveEntry {
  let bits: UInt

  /// Keeps `item` until ``take()``.
  init(retaining item: WorkItem) {
    bits = UInt(bitPattern: unsafe Unmanaged.passRetained(item).toOpaque())
  }

  init(bits: UInt) {
    self.bits = bits
  }

  private var item: Unmanaged<WorkItem> {
    unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)  // created from an item, so not 0
  }

  var link: UInt {
    get { unsafe item._withUnsafeGuaranteedRef { $0.link } }
    nonmutating set { unsafe item._withUnsafeGuaranteedRef { $0.link = newValue } }
  }

  /// The item, which the queue keeps no longer.
  func take() -> WorkItem { unsafe item.takeRetainedValue() }
}
