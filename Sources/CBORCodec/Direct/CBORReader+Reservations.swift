// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Memory for the elements of a collection is reserved before they are read, since that is faster than growing.
//
// Each element takes at least one byte of the message, but may take much more memory, and collections that are inside
// each other may all claim the same bytes. So all reservations for a message count against one limit: a megabyte, and
// 16 times the size of the message. A collection beyond it grows as its elements are read.
extension CBORReader {
  /// Returns the number of elements for which an array reserves memory, and counts that memory.
  ///
  /// - Parameters:
  ///   - count: The number of elements that the array claims.
  ///   - stride: The memory that an element takes, in bytes.
  @inlinable @inline(__always)
  mutating func reserve(_ count: Int, _ stride: Int) -> Int {
    let left = unsafe (1 << 20) &+ 16 &* (cursor.end - start) &- reserved
    let granted = Swift.min(count, left / Swift.max(1, stride))
    reserved &+= granted &* stride
    return granted
  }

  /// Returns the number of pairs for which a dictionary reserves memory, and counts that memory.
  ///
  /// A dictionary may reserve 8/3 of the memory that its pairs need. So it reserves for as many pairs as fit into 16
  /// times the bytes left, however small the message is.
  ///
  /// - Parameters:
  ///   - count: The number of pairs that the dictionary claims.
  ///   - stride: The memory that a pair takes, in bytes.
  @inlinable @inline(__always)
  mutating func reservePairs(_ count: Int, _ stride: Int) -> Int {
    reserve(Swift.min(count, Swift.max(128, 6 &* cursor.left / stride)), 3 &* stride)
  }
}
