/// Where long items end, noted by the scan, so that stepping over one costs the same whatever is in it.
///
/// Only containers and chunked strings of at least ``threshold`` bytes are in it: a short one is stepped over head by
/// head. Sorted by start, as the scan meets them.
struct ExtentTable {
  /// The size in bytes from which on an item is noted.
  static let threshold = 16

  private var extents: [(start: Int, end: Int)] = []
  /// The place after the one that was asked for last: decoding goes through a message in order.
  private var next = 0

  var capacity: Int { extents.capacity }

  mutating func removeAll() {
    extents.removeAll(keepingCapacity: true)
    next = 0
  }

  /// Reserves a place for the container that begins at `start`.
  mutating func begin(at start: Int) -> Int {
    extents.append((start, start))
    return extents.count - 1
  }

  /// Notes the end of a container, or forgets it if it is short.
  mutating func end(_ place: Int, at end: Int) {
    let isShort = end - extents[place].start < Self.threshold
    if isShort, place == extents.count - 1 {
      extents.removeLast()
    } else {
      extents[place].end = end
    }
  }

  /// The end of the container that begins at `start`, if it is noted.
  ///
  /// Logarithmic in the number noted, and constant where they are asked for in order.
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
