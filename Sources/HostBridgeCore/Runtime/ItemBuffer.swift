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

/// A FIFO list of items in one block of memory from `malloc`.
///
///     ┌────────┬────────┬───────────────────┬────────┬────────┬──────── … ┐
///     │ size 5 │  (8)   │ h e l l o   (11)  │ size 0 │  (8)   │           │
///     └────────┴────────┴───────────────────┴────────┴────────┴──────── … ┘
///     each item begins at a multiple of 16
///
/// Appending fails if memory is lacking, since a host chooses the sizes. Emptying the buffer keeps a small block, so
/// that a stream of small items allocates nothing.
///
/// Ownership: the memory is the owner's, who calls ``free()`` at the end; copies refer to the same memory.
@safe struct ItemBuffer: @unchecked Sendable {  // used by the owner, or with its lock held
  private static let alignment = 16
  private static let smallestCapacity = 512
  /// No memory holds a larger item; the sums below do not overflow.
  private static let largestItem = Int.max / 4
  /// A larger block is freed when the buffer is emptied.
  private static let largestKeptCapacity = 64 * 1024

  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  /// Where the next item is appended, and where the first begins.
  private var end = 0
  private var start = 0

  init() {}

  var isEmpty: Bool { start == end }

  /// Copies an item to the end; returns false if memory is lacking.
  @inline(__always)
  mutating func append(_ item: UnsafeRawBufferPointer) -> Bool {
    guard item.count <= Self.largestItem else { return false }
    let size = Self.size(of: item.count)
    if size > capacity &- end, !grow(by: size) { return false }
    let place = unsafe memory! + end  // it has room
    unsafe place.storeBytes(of: item.count, as: Int.self)
    if let source = item.baseAddress {
      unsafe (place + Self.alignment).copyMemory(from: source, byteCount: item.count)
    }
    end &+= size
    return true
  }

  @inline(never)
  private mutating func grow(by size: Int) -> Bool {
    let larger = max(Self.smallestCapacity, max(2 * capacity, end + size))
    // Nearly full memory may still have room for exactly this item.
    for wanted in [larger, end + size] {
      guard let moved = unsafe realloc(memory, wanted) else { continue }
      unsafe memory = moved
      capacity = wanted
      return true
    }
    return false
  }

  /// The number of bytes that an item occupies.
  @inline(__always)
  private static func size(of count: Int) -> Int { (count &+ 2 * alignment &- 1) & ~(alignment &- 1) }

  /// Removes the first item and returns its bytes, which are aligned to 16 and valid until the buffer is changed; call
  /// only if the buffer is not empty.
  @inline(__always)
  mutating func popFirst() -> UnsafeRawBufferPointer {
    let place = unsafe memory! + start  // it has an item
    let count = unsafe place.load(as: Int.self)
    start &+= Self.size(of: count)
    return unsafe UnsafeRawBufferPointer(start: place + Self.alignment, count: count)
  }

  /// Removes all items.
  mutating func removeAll() {
    if capacity > Self.largestKeptCapacity { free() }
    (start, end) = (0, 0)
  }

  /// Frees the memory; the buffer is empty afterwards and can be used again.
  mutating func free() {
    unsafe freeMemory(memory)
    self = ItemBuffer()
  }
}

private func freeMemory(_ memory: UnsafeMutableRawPointer?) { unsafe free(memory) }
