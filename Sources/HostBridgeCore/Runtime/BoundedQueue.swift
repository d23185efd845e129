// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

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
/// The count of an element is the number of elements dropped between it and the one before it, so a reader that adds
/// one for each element and the counts knows how many were appended.
///
/// A queue that cannot grow, since memory is lacking, is full: a host chooses the capacity, so the memory is
/// `malloc`'s.
@safe struct BoundedQueue<Element: Sendable>: ~Copyable, @unchecked Sendable {  // owns its memory
  /// An element in the memory of a queue.
  struct Entry {
    var element: Element
    /// The size of all elements that were appended before this one.
    var start: Int
    var dropped: UInt64
  }

  private let capacity: Int
  private let sizeLimit: Int
  let dropsOldest: Bool
  /// A ring, whose entries are initialized from the first to the last element.
  private var ring: UnsafeMutablePointer<Entry>?
  /// The length of the ring, 0 or a power of two.
  private var length = 0
  private var first = 0
  /// The size of all elements that were appended, and of those before the first that occupies the queue.
  private var (end, start) = (0, 0)
  /// The number of elements dropped after the last one.
  private var dropped: UInt64 = 0
  /// The number of elements.
  private(set) var count = 0
  /// The number of elements that were moved out and still occupy the queue, before the others.
  private var held = 0

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

  deinit {
    guard let ring = unsafe ring else { return }
    for index in 0..<count { unsafe (ring + (first + index) & (length - 1)).deinitialize(count: 1) }
    unsafe free(ring)
  }

  /// Returns the entry of the element at `index`; call only if the ring has entries.
  @inline(__always)
  private func place(_ index: Int) -> UnsafeMutablePointer<Entry> {
    unsafe ring! + (first &+ index) & (length &- 1)  // checked by the callers: the count is below the length
  }

  /// Returns whether an element of the given size can be appended without dropping others, if there is memory.
  @inline(__always)
  func hasRoom(for newSize: Int) -> Bool {
    count &+ held < capacity && newSize <= sizeLimit &- (end &- start)
  }

  /// Appends an element if there is room; otherwise changes nothing and returns false.
  @inline(__always)
  mutating func append(_ element: Element, size newSize: Int) -> Bool {
    guard hasRoom(for: newSize), count < length || grow() else { return false }
    unsafe place(count).initialize(to: Entry(element: element, start: end, dropped: dropped))
    dropped = 0
    count &+= 1
    end &+= newSize
    return true
  }

  /// Appends an element, unless the queue is full and drops the newest.
  ///
  /// While elements that were moved out occupy the queue, those after them are newer than the oldest, so the new one is
  /// dropped in their place. The caller takes such elements back first, so that happens only if memory is lacking.
  ///
  /// - Parameters:
  ///   - newSize: The size of the element, at most the limit.
  ///   - remove: Receives the elements that make room, in their order.
  /// - Returns: Whether the element was appended.
  mutating func append(_ element: Element, size newSize: Int, removing remove: (Element) -> Void) -> Bool {
    while !append(element, size: newSize) {
      guard dropsOldest, held == 0, let oldest = popFirst() else {
        dropped += 1
        return false
      }
      remove(oldest.element)
      let passedOn = oldest.dropped + 1
      if count > 0 { unsafe place(0).pointee.dropped += passedOn } else { dropped += passedOn }
    }
    return true
  }

  /// Doubles the ring; changes nothing and returns false if memory is lacking.
  @inline(never)
  private mutating func grow() -> Bool {
    let largerLength = max(4, 2 * length)
    // `malloc` aligns to 16, and no entry needs more.
    guard let memory = unsafe malloc(largerLength * MemoryLayout<Entry>.stride) else { return false }
    let larger = unsafe memory.bindMemory(to: Entry.self, capacity: largerLength)
    for index in 0..<count { unsafe (larger + index).moveInitialize(from: place(index), count: 1) }
    unsafe free(ring)
    unsafe ring = larger
    length = largerLength
    first = 0
    return true
  }

  /// Removes and returns the first element, with the number of elements dropped directly before it.
  ///
  /// Call only if no element that was moved out occupies the queue: those are before the first.
  mutating func popFirst() -> (element: Element, dropped: UInt64)? {
    assert(held == 0, "elements that were moved out occupy the queue before the first one")
    guard count > 0 else { return nil }
    let entry = unsafe place(0).move()
    first = (first + 1) & (length - 1)
    count -= 1
    start = unsafe count > 0 ? place(0).pointee.start : end
    return (entry.element, entry.dropped)
  }

  /// Moves the first elements to uninitialized memory, at most `most`, and returns their number.
  ///
  /// Call ``setHeld(_:from:)`` afterwards, and again when elements that were moved out no longer occupy the queue.
  mutating func move(first most: Int, to places: UnsafeMutablePointer<Entry>) -> Int {
    let moved = min(most, count)
    guard moved > 0 else { return 0 }
    let beforeEnd = min(moved, length - first)
    unsafe places.moveInitialize(from: place(0), count: beforeEnd)
    if beforeEnd < moved {
      unsafe (places + beforeEnd).moveInitialize(from: place(beforeEnd), count: moved - beforeEnd)
    }
    first = (first + moved) & (length - 1)
    count -= moved
    return moved
  }

  /// Records how many of the elements that were moved out still occupy the queue, and where the first of them starts.
  mutating func setHeld(_ held: Int, from heldStart: Int) {
    self.held = held
    start = unsafe held > 0 ? heldStart : count > 0 ? place(0).pointee.start : end
  }

  /// Removes all elements, and frees the memory; as for ``popFirst()``, none that was moved out may occupy the queue.
  ///
  /// - Parameter remove: Receives the elements, in their order.
  mutating func removeAll(_ remove: (Element) -> Void) {
    while let (element, _) = popFirst() { remove(element) }
    unsafe free(ring)
    unsafe ring = nil
    (length, first) = (0, 0)
  }
}
