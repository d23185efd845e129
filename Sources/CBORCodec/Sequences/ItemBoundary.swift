// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Finding the end of a sequence's next item while its bytes arrive. For `82 01 62 | 41 42`, in two chunks:
//
//   82      an array: two items to come              open [2]
//   01      an item                                  open [1]
//   62      a text of two bytes, which are missing: `position` stays before it
//   62 41 42                                         open []: the item ends here
//
// Invariants
//  - No byte is read twice, except those of one head or string that is incomplete.
//  - The nesting limit bounds the size of `open`.
//  - The item is not validated. If it cannot be valid, it "ends", and decoding it throws the error. Only the size limit
//    is checked, at the head or the byte that exceeds it, so that the error does not depend on the chunks.

/// A search for the end of the first item in a sequence of bytes, as more of them arrive.
struct ItemBoundary {
  private let limits: CBORLimits
  /// The numbers of items still to come in each open array, map, tag and chunked string; `nil` for an indefinite
  /// length.
  private var open: [UInt64?] = []
  /// The number of bytes processed.
  private var position = 0

  init(limits: CBORLimits) { self.limits = limits }

  /// Continues with more bytes.
  ///
  /// - Parameter bytes: All bytes of the item so far, including those of earlier calls.
  /// - Returns: Whether the item ends within the bytes, or cannot be valid.
  /// - Throws: ``CBORError`` if the item is larger than the limit.
  mutating func isWhole(in bytes: ArraySlice<UInt8>) throws -> Bool {
    try unsafe bytes.withUnsafeBytes { bytes in
      let input = unsafe InputBuffer(bytes)
      repeat {
        guard open.count - 1 <= limits.nestingDepth else { return true }
        guard position < input.count else { return false }
        do throws(CBORError) {
          guard try step(input) else { return false }
        } catch {
          if error.code == .messageSizeLimit { throw error }
          // Incomplete, or malformed.
          return error.code != .endOfInput
        }
        try checkSize(adding: 0, at: position)
      } while !open.isEmpty
      return true
    }
  }

  /// Throws an error if an item with `size` more bytes at an offset is larger than the limit.
  private func checkSize(adding size: UInt64, at offset: Int) throws(CBORError) {
    let limit = max(0, limits.messageSize)
    guard offset > limit || size > UInt64(limit - offset) else { return }
    throw .itemTooLarge(limit: limit)
  }

  /// Advances past a head, and the content of a string.
  ///
  /// - Returns: Whether they are complete.
  private mutating func step(_ input: InputBuffer) throws(CBORError) -> Bool {
    let head = try input.head(at: position)
    switch head.kind {
    case .breakCode:
      guard let last = open.popLast(), last == nil else {
        throw CBORError(
          code: .unexpectedBreak, offset: position, message: "a break outside any item of indefinite length")
      }
      position = head.end
      complete()
    case .bytes where !head.isIndefinite, .text where !head.isIndefinite:
      try checkSize(adding: head.argument, at: head.end)
      guard let content = input.content(of: head) else { return false }
      position = content.upperBound
      complete()
    case .array, .map, .tag, .bytes, .text:
      position = head.end
      let items = head.itemCount
      if !head.isIndefinite, items == 0 { complete() } else { open.append(head.isIndefinite ? nil : items) }
    case .unsigned, .negative, .simple, .float:
      position = head.end
      complete()
    }
    return true
  }

  /// Counts an item, and closes every container that it completes.
  private mutating func complete() {
    while let last = open.last, let items = last {
      guard items == 1 else {
        open[open.count - 1] = items - 1
        return
      }
      open.removeLast()
    }
  }
}
