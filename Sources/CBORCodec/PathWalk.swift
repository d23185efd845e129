// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A walk from the start of a message to an item, which finds the item's coding path.
///
/// It serves reading and writing that record no keys.
///
/// In `a1 61 61 82 01 02`, {"a": [1, 2]}, the walk to byte 5:
///
///   0  a1      the map holds the byte
///   1  61 61   the key of its first pair, whose value holds the byte: "a"
///   3  82      the array holds the byte
///   4  01      ends before it
///   5  02      begins there: "a", index 1
struct PathWalk {
  /// A container on the path, and the position of the walk in it.
  private struct Frame {
    let isMap: Bool
    /// The number of elements or pairs; `nil` if the length is indefinite.
    let count: Int?
    /// The offset of the first element or key.
    let content: Int
    /// The end of the container; `nil` if that is not known.
    let end: Int?
    /// The index of the current element or pair.
    var index = 0
    /// The offset of the current element, or of the current pair's key.
    var item: Int
    /// The offset of the current element or value, if the path leads into it.
    var value: Int?
    /// The key that the current element or pair adds to the path.
    var key: (any CodingKey)?
  }

  /// The offset of the item from which paths lead.
  private(set) var start = 0
  private var frames: [Frame] = []
  /// The offsets of every sixteenth element or key that the walk has passed, by the content of the container.
  ///
  /// From there, later walks continue to what they are after, whatever its position.
  private var milestones: [Int: [Int]] = [:]
  private static let spacing = 16

  /// Begins another walk.
  ///
  /// - Parameter start: The offset of the item from which paths lead.
  mutating func begin(at start: Int) {
    self.start = start
    if !frames.isEmpty { frames.removeAll(keepingCapacity: true) }
    if !milestones.isEmpty { milestones = [:] }
  }

  /// Returns the coding path of the item at an offset.
  ///
  /// Each call continues from the previous ones. Any series of calls walks over each item once, and each call takes
  /// O(*d* log *n*) besides, where *d* is the depth of the target and *n* the number of items.
  ///
  /// - Parameters:
  ///   - target: The offset of the item, or of any byte in its head or its tags.
  ///   - input: The message, which may end anywhere after `target`.
  ///   - end: Returns the end of the item at an offset; `nil` if the item is incomplete.
  mutating func keys(to target: Int, in input: InputBuffer, _ end: (Int) -> Int?) -> [any CodingKey] {
    if target == start { return [] }
    if frames.isEmpty { enter(itemAt: start, endingAt: nil, to: target, in: input) }
    guard let place = frames.lastIndex(where: { $0.content <= target && target < $0.end ?? .max }) else { return [] }
    if target >= frames[place].item, place < frames.count - 1, let value = frames[place].value,
      target < frames[place + 1].content
    {
      // In the head or the tags of the next container on the path, or in the key of its pair.
      return frames[..<(target < value ? place : place + 1)].compactMap(\.key)
    }
    frames.removeSubrange((place + 1)...)
    while let top = frames.indices.last {
      switch step(top, to: target, in: input, end) {
      case .ended: frames.removeLast()
      case .found: return frames.compactMap(\.key)
      case .inside(let value, let end):
        guard enter(itemAt: value, endingAt: end, to: target, in: input) else { return frames.compactMap(\.key) }
      }
    }
    return []
  }

  /// Forgets what was found at and after an offset, from which on the bytes are replaced.
  mutating func forget(from offset: Int) {
    if !milestones.isEmpty { milestones = [:] }
    guard let first = frames.firstIndex(where: { $0.item > offset || $0.end ?? 0 > offset }) else { return }
    frames.removeSubrange(first...)
  }

  private enum Step {
    /// The container ends before the target.
    case ended
    /// The target is in the container, but in none of its nested containers.
    case found
    /// The target is in the element or value at this offset, which ends at `end`; `nil` if the end is not known.
    case inside(Int, end: Int?)
  }

  /// Advances through a container to the element or pair that contains the target.
  private mutating func step(_ top: Int, to target: Int, in input: InputBuffer, _ end: (Int) -> Int?) -> Step {
    seek(top, to: target)
    while true {
      (frames[top].key, frames[top].value) = (nil, nil)
      let (item, isMap) = (frames[top].item, frames[top].isMap)
      if frames[top].index == frames[top].count { return .ended }
      let head = try? input.head(at: item)
      if head?.kind == .breakCode { return item < target ? .ended : .found }
      // An item that is yet to be written has an index too.
      guard let head, !isMap || item < target else {
        if !isMap { frames[top].key = CodingPathKey(index: frames[top].index) }
        return .found
      }
      var value = item
      if isMap {
        guard let next = end(item), next <= target else { return .found }
        value = next
      }
      // The end of the target itself, which may be large, is not needed.
      let next = value == target ? nil : end(value)
      guard let next, next <= target else {
        frames[top].key = isMap ? Self.key(head, at: item, in: input) : CodingPathKey(index: frames[top].index)
        frames[top].value = value
        return .inside(value, end: next)
      }
      frames[top].item = next
      frames[top].index += 1
      let (passed, rest) = frames[top].index.quotientAndRemainder(dividingBy: Self.spacing)
      if rest == 0, passed == milestones[frames[top].content, default: []].count + 1 {
        milestones[frames[top].content, default: []].append(next)
      }
    }
  }

  /// Moves a container's position back or forward to the last known one that is not after the target.
  private mutating func seek(_ top: Int, to target: Int) {
    if target < frames[top].item { (frames[top].item, frames[top].index) = (frames[top].content, 0) }
    guard !milestones.isEmpty, let offsets = milestones[frames[top].content] else { return }
    var (low, high) = (0, offsets.count)
    while low < high {
      let middle = (low + high) / 2
      if offsets[middle] <= target { low = middle + 1 } else { high = middle }
    }
    guard low * Self.spacing > frames[top].index else { return }
    (frames[top].item, frames[top].index) = (offsets[low - 1], low * Self.spacing)
  }

  /// Pushes a frame for the container at an offset, if the target is past its head.
  ///
  /// - Returns: Whether a frame was pushed.
  @discardableResult
  private mutating func enter(itemAt offset: Int, endingAt end: Int?, to target: Int, in input: InputBuffer) -> Bool {
    var offset = offset
    while let head = try? input.head(at: offset), target >= head.end {
      switch head.kind {
      case .tag: offset = head.end
      case .array, .map:
        frames.append(
          Frame(
            isMap: head.kind == .map, count: head.isIndefinite ? nil : Int(clamping: head.argument),
            content: head.end, end: end, item: head.end))
        return true
      default: return false
      }
    }
    return false
  }

  private static func key(_ head: Head, at offset: Int, in input: InputBuffer) -> any CodingKey {
    switch head.kind {
    case .text:
      let content = (try? input.stringContent(at: offset, head: head).content) ?? []
      return CodingPathKey(stringValue: String(decoding: content, as: UTF8.self))
    case .unsigned, .negative:
      if let number = head.integer { return CodingPathKey(intValue: number) }
      return CodingPathKey(stringValue: head.summary)
    default: return CodingPathKey(stringValue: head.summary)
    }
  }
}
