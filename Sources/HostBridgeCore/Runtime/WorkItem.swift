// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A piece of work for one of the package's threads, as an entry of its queue.
///
/// Thread safety: ``link`` belongs to the queue that holds the item, of which there is at most one.
@usableFromInline
package class WorkItem: @unchecked Sendable {
  fileprivate final var link: UInt = 0

  init() {}
}

/// A ``WorkItem`` in a queue, retained by it.
struct WorkEntry: IntrusiveEntry {
  let bits: UInt

  /// Retains `item` until ``take()``.
  init(retaining item: WorkItem) {
    bits = UInt(bitPattern: unsafe Unmanaged.passRetained(item).toOpaque())
  }

  init(bits: UInt) {
    self.bits = bits
  }

  private var item: Unmanaged<WorkItem> {
    unsafe Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits)!)  // created from an item, so never 0
  }

  var link: UInt {
    get { unsafe item._withUnsafeGuaranteedRef { $0.link } }
    nonmutating set { unsafe item._withUnsafeGuaranteedRef { $0.link = newValue } }
  }

  /// Returns the item, releasing the queue's reference.
  func take() -> WorkItem { unsafe item.takeRetainedValue() }
}
