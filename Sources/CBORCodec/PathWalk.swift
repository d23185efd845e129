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
    /// The number of elements or pairs left, including the current one; nil if the length is indefinite.
    var left: Int?
    /// The index of the current element or pair.
    var index = 0
    /// The offset of the current element, or of the current pair's key.
    var item: Int
    /// The key that the current element or pair adds to the path.
    var key: (any CodingKey)?
  }

  private var frames: [Frame] = []
  private var last = 0

  /// Returns the coding path of the item at an offset.
  ///
  /// A later call with a higher offset continues from the previous one, so a series of ascending calls takes linear
  /// time in total.
  ///
  /// - Parameters:
  ///   - target: The offset of the item, or of any byte in its head or its tags.
  ///   - input: The message, which may end anywhere after `target`.
  ///   - end: Returns the end of the item at an offset; nil if the item is incomplete.
  mutating func keys(to target: Int, in input: InputBuffer, _ end: (Int) -> Int?) -> [any CodingKey] {
    if target < last { frames = [] }
    last = target
    if frames.isEmpty { enter(itemAt: 0, to: target, in: input) }
    while let top = frames.indices.last {
      switch step(top, to: target, in: input, end) {
      case .ended: frames.removeLast()
      case .found: return frames.compactMap(\.key)
      case .inside(let value):
        guard enter(itemAt: value, to: target, in: input) else { return frames.compactMap(\.key) }
      }
    }
    return []
  }

  /// Forgets what was found at and after an offset, from which on the bytes are replaced.
  mutating func forget(from offset: Int) {
    if let first = frames.firstIndex(where: { $0.item > offset }) { frames.removeSubrange(first...) }
    last = min(last, offset)
  }

  private enum Step {
    /// The container ends before the target.
    case ended
    /// The target is in the container, but in none of its nested containers.
    case found
    /// The target is in the element or value at this offset.
    case inside(Int)
  }

  /// Advances through a container to the element or pair that contains the target.
  private mutating func step(_ top: Int, to target: Int, in input: InputBuffer, _ end: (Int) -> Int?) -> Step {
    while true {
      frames[top].key = nil
      let (item, isMap) = (frames[top].item, frames[top].isMap)
      if frames[top].left == 0 { return .ended }
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
      guard let next = end(value), next <= target else {
        frames[top].key = isMap ? Self.key(head, at: item, in: input) : CodingPathKey(index: frames[top].index)
        return .inside(value)
      }
      frames[top].item = next
      frames[top].index += 1
      frames[top].left = frames[top].left.map { $0 - 1 }
    }
  }

  /// Pushes a frame for the container at an offset, if the target is past its head.
  ///
  /// - Returns: Whether a frame was pushed.
  @discardableResult
  private mutating func enter(itemAt offset: Int, to target: Int, in input: InputBuffer) -> Bool {
    var offset = offset
    while let head = try? input.head(at: offset), target >= head.end {
      switch head.kind {
      case .tag: offset = head.end
      case .array, .map:
        frames.append(
          Frame(
            isMap: head.kind == .map, left: head.isIndefinite ? nil : Int(clamping: head.argument), item: head.end))
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
