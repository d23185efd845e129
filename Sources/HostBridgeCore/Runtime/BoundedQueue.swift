// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A FIFO queue that drops elements when it is full, and counts them.
///
///     capacity 3, drops the oldest       0: elements dropped before each
///       append a b c    a⁰ b⁰ c⁰
///       append d        b¹ c⁰ d⁰
///       append e        c² d⁰ e⁰
///       popFirst        c, 2
///     capacity 3, drops the newest
///       append a b c    a⁰ b⁰ c⁰
///       append d e      a⁰ b⁰ c⁰         2 to be counted with the next
///       popFirst        a, 0
///       append f        b⁰ c⁰ f²
///
/// The count of an element is the number of elements dropped between it and the one before it, so a reader that adds one
/// for each element and the counts knows how many were appended.
struct BoundedQueue<Element: Sendable>: Sendable {
  private struct Entry: Sendable {
    var element: Element
    var size: Int
    var dropped: UInt64
  }

  private let capacity: Int
  private let sizeLimit: Int
  private let dropsOldest: Bool
  /// A ring whose length is 0 or a power of two.
  private var ring: [Entry?] = []
  private var first = 0
  private var size = 0
  /// The number of elements dropped after the last one.
  private var dropped: UInt64 = 0
  /// The number of elements.
  private(set) var count = 0

  /// Creates an empty queue.
  ///
  /// - Parameters:
  ///   - capacity: The maximum number of elements, at least 1.
  ///   - sizeLimit: The maximum of the sizes of all elements together.
  ///   - dropsOldest: Whether a full queue drops its first elements; if not, it refuses new ones.
  init(capacity: Int, sizeLimit: Int, dropsOldest: Bool) {
    self.capacity = capacity
    self.sizeLimit = sizeLimit
    self.dropsOldest = dropsOldest
  }

  /// Appends an element, unless the queue is full and drops the newest.
  ///
  /// - Parameters:
  ///   - newSize: The size of the element, at most the limit.
  ///   - removed: Receives the elements that make room, in their order.
  /// - Returns: Whether the element was appended.
  mutating func append(_ element: Element, size newSize: Int, removing removed: inout [Element]) -> Bool {
    while count == capacity || newSize > sizeLimit - size {
      guard dropsOldest, let oldest = popFirst() else {
        dropped += 1
        return false
      }
      removed.append(oldest.element)
      let passedOn = oldest.dropped + 1
      if count > 0 { ring[first]?.dropped += passedOn } else { dropped += passedOn }
    }
    if count == ring.count { grow() }
    ring[(first + count) & (ring.count - 1)] = Entry(element: element, size: newSize, dropped: dropped)
    dropped = 0
    count += 1
    size += newSize
    return true
  }

  private mutating func grow() {
    var larger: [Entry?] = []
    larger.reserveCapacity(max(4, 2 * ring.count))
    for index in 0..<count { larger.append(ring[(first + index) & (ring.count - 1)]) }
    while larger.count < max(4, 2 * ring.count) { larger.append(nil) }
    ring = larger
    first = 0
  }

  /// Removes and returns the first element, with the number of elements dropped directly before it.
  mutating func popFirst() -> (element: Element, dropped: UInt64)? {
    guard count > 0, let entry = ring[first].take() else { return nil }
    first = (first + 1) & (ring.count - 1)
    count -= 1
    size -= entry.size
    return (entry.element, entry.dropped)
  }

  /// Removes and returns all elements, and frees the memory.
  mutating func removeAll() -> [Element] {
    var elements: [Element] = []
    while let (element, _) = popFirst() { elements.append(element) }
    ring = []
    first = 0
    return elements
  }
}
