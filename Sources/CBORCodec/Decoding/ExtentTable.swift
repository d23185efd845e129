/// Where long items end, noted by the scan, so that stepping over one costs the same whatever is in it.
///
/// Only containers of at least ``threshold`` bytes are in it, and those of indefinite length: a short
/// definite one is stepped over head by head. Sorted by start, as the scan meets them.
struct ExtentTable {
  /// The size in bytes from which on an item is noted.
  static let threshold = 64

  private var extents: [(start: Int, end: Int)] = []

  /// Reserves a place for the container that begins at `start`.
  mutating func begin(at start: Int) -> Int {
    extents.append((start, start))
    return extents.count - 1
  }

  /// Notes the end of a container, or forgets it if it is short.
  mutating func end(_ place: Int, at end: Int, isIndefinite: Bool) {
    let isShort = end - extents[place].start < Self.threshold && !isIndefinite
    if isShort, place == extents.count - 1 {
      extents.removeLast()
    } else {
      extents[place].end = end
    }
  }

  /// The end of the container that begins at `start`, if it is noted. Logarithmic in the number noted.
  func end(ofItemAt start: Int) -> Int? {
    var low = 0
    var high = extents.count
    while low < high {
      let middle = (low + high) / 2
      if extents[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low < extents.count && extents[low].start == start ? extents[low].end : nil
  }
}
