// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The ends of long items, recorded by the scan, so that skipping an item does not depend on its content.
///
/// The table holds only containers and chunked strings of at least ``threshold`` bytes; shorter ones are skipped head
/// by head. It is sorted by start, the order in which the scan finds the items.
struct ExtentTable {
  /// The size in bytes from which an item is recorded.
  static let threshold = 16

  private var extents: [(start: Int, end: Int)] = []
  /// The index after that of the last look-up, since decoding usually proceeds in order.
  private var next = 0

  var capacity: Int { extents.capacity }

  mutating func removeAll() {
    extents.removeAll(keepingCapacity: true)
    next = 0
  }

  /// Adds an entry for the container that begins at `start`, and returns its index.
  mutating func begin(at start: Int) -> Int {
    extents.append((start, start))
    return extents.count - 1
  }

  /// Records the end of a container, or removes its entry if it is short.
  mutating func end(_ place: Int, at end: Int) {
    let isShort = end - extents[place].start < Self.threshold
    if isShort, place == extents.count - 1 {
      extents.removeLast()
    } else {
      extents[place].end = end
    }
  }

  /// Returns the end of the container that begins at `start`, if it is recorded.
  ///
  /// - Complexity: O(1) if look-ups are in order, otherwise O(log *n*), where *n* is the number of entries.
  mutating func end(ofItemAt start: Int) -> Int? {
    if next < extents.count, extents[next].start == start {
      next += 1
      return extents[next - 1].end
    }
    var low = 0
    var high = extents.count
    while low < high {
      let middle = (low + high) / 2
      if extents[middle].start < start { low = middle + 1 } else { high = middle }
    }
    guard low < extents.count, extents[low].start == start else { return nil }
    next = low + 1
    return extents[low].end
  }
}
