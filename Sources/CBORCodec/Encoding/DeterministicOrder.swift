// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Sorts the pairs of every map in an encoded message by their keys, as deterministic encoding requires (RFC 8949
/// §4.2.1), and the elements of unordered arrays.
///
/// The message comes from the encoder: it is one well-formed item with definite lengths. Each map is sorted when its
/// end is reached, so the maps inside it, including those in its keys, are already sorted:
///
///   a2 61 62 a2 02 00 01 00 61 61 00      {"b": {2: 0, 1: 0}, "a": 0}
///   a2 61 62 a2 01 00 02 00 61 61 00      the inner map is sorted
///   a2 61 61 00 61 62 a2 01 00 02 00      the outer map is sorted
///
/// The sort is not recursive. It moves each byte at most once for every unsorted container around it.
struct DeterministicOrder {
  /// A container or tag whose end has not been reached.
  private struct Frame {
    /// The number of consecutive items that are moved together and sorted by the first of them; 0 if the order is kept.
    let stride: UInt64
    let isMap: Bool
    /// The numbers of items so far and still to come; a pair counts as two.
    var count: UInt64 = 0
    var remaining: UInt64
    /// The groups to sort, so far.
    var groups: [Group] = []
  }

  /// A pair or an element, and the part of it that is the sort key.
  private struct Group {
    let start: Int
    var keyEnd: Int
    var end: Int
  }

  private let order: CBORKeyOrder
  private var marks: ArraySlice<Splice>
  private var frames: [Frame] = []

  /// Sorts the message in `output`.
  ///
  /// - Parameter marks: The starts of unordered arrays, and runs of bytes that are not changed.
  static func sort(
    _ output: inout OutputBuffer, marks: [Splice] = [], keyOrder: CBORKeyOrder = .bytewise
  ) throws(CBORError) {
    var order = DeterministicOrder(order: keyOrder, marks: marks[...])
    var offset = 0
    repeat {
      offset = try order.step(at: offset, in: &output)
    } while !order.frames.isEmpty
  }

  /// Processes one head, and the string content after it.
  private mutating func step(at offset: Int, in output: inout OutputBuffer) throws(CBORError) -> Int {
    beginItem(at: offset)
    var stride: UInt64 = 0
    while let mark = marks.first, mark.offset <= offset {
      marks.removeFirst()
      switch mark.content {
      case .opaque(let count):
        completeItem(at: offset + count, in: &output)
        return offset + count
      case .unordered(let items): stride = UInt64(items)
      case .storage, .deferred: break
      }
    }
    let head = try output.head(at: offset)
    let length = head.kind == .bytes || head.kind == .text ? Int(clamping: head.argument) : 0
    let end = head.end + length
    let items = head.itemCount
    if items > 0 {
      frames.append(Frame(stride: head.kind == .map ? 2 : stride, isMap: head.kind == .map, remaining: items))
    } else {
      completeItem(at: end, in: &output)
    }
    return end
  }

  private mutating func beginItem(at offset: Int) {
    let last = frames.count - 1
    guard last >= 0, frames[last].stride > 0, frames[last].count.isMultiple(of: frames[last].stride) else { return }
    frames[last].groups.append(Group(start: offset, keyEnd: offset, end: offset))
  }

  private mutating func completeItem(at end: Int, in output: inout OutputBuffer) {
    while let last = frames.indices.last {
      let stride = frames[last].stride
      if stride > 0, let group = frames[last].groups.indices.last {
        if frames[last].count.isMultiple(of: stride) { frames[last].groups[group].keyEnd = end }
        frames[last].groups[group].end = end
      }
      frames[last].count += 1
      frames[last].remaining -= 1
      guard frames[last].remaining == 0 else { return }
      let frame = frames.removeLast()
      sort(frame.groups, isMap: frame.isMap, in: &output)
    }
  }

  private func sort(_ groups: [Group], isMap: Bool, in output: inout OutputBuffer) {
    guard let first = groups.first, let last = groups.last else { return }
    let byLength = isMap && order == .lengthFirst
    let isBefore = { (left: Group, right: Group, output: borrowing OutputBuffer) in
      let (leftSize, rightSize) = (left.keyEnd - left.start, right.keyEnd - right.start)
      if byLength, leftSize != rightSize { return leftSize < rightSize }
      return output.isLess(left.start..<left.keyEnd, than: right.start..<right.keyEnd)
    }
    var isSorted = true
    for place in groups.indices.dropFirst() where isBefore(groups[place], groups[place - 1], output) {
      isSorted = false
      break
    }
    guard !isSorted else { return }
    var sorted = OutputBuffer(capacity: last.end - first.start)
    for group in groups.sorted(by: { isBefore($0, $1, output) }) {
      sorted.append(group.start..<group.end, of: output)
    }
    output.replace(first.start..<last.end, with: sorted)
  }
}
