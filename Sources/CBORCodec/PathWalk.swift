/// Finds the coding path of an item by walking to it: for those who read and write without noting keys.
///
/// `a1 61 61 82 01 02`, {"a": [1, 2]}, to byte 5:
///
///   0  a1      the map holds the byte
///   1  61 61   the key of its first pair, whose value holds the byte: "a"
///   3  82      the array holds the byte
///   4  01      ends before it
///   5  02      begins there: "a", index 1
struct PathWalk {
  /// A container on the way, and how far it has been walked through.
  private struct Frame {
    let isMap: Bool
    /// The elements or pairs that are left, the current one too; nil if a break ends them.
    var left: Int?
    /// The place of the current element or pair.
    var index = 0
    /// The offset of the current element, or of the current pair's key.
    var item: Int
    /// What the current element or pair adds to the path.
    var key: (any CodingKey)?
  }

  private var frames: [Frame] = []
  private var last = 0

  /// The path of the item at an offset.
  ///
  /// A later call with an offset that is further on goes on from there, so that all of them together are linear.
  ///
  /// - Parameters:
  ///   - target: The item's offset; any offset in its head, or in its tags, will do.
  ///   - input: The message. It may end early, after `target`.
  ///   - end: The offset after the item at an offset; nil if the item is not complete.
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

  private enum Step {
    /// The container ends before the target.
    case ended
    /// The target is in the container, and in none of those in it.
    case found
    /// It is in the element or value at an offset.
    case inside(Int)
  }

  /// Goes through a container up to the element or pair that holds the target.
  private mutating func step(_ top: Int, to target: Int, in input: InputBuffer, _ end: (Int) -> Int?) -> Step {
    while true {
      frames[top].key = nil
      let (item, isMap) = (frames[top].item, frames[top].isMap)
      if frames[top].left == 0 { return .ended }
      let head = try? input.head(at: item)
      if head?.kind == .breakCode { return item < target ? .ended : .found }
      // What is yet to be written has its place as well.
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

  /// Opens the container at an offset, if the target is past its head.
  ///
  /// - Returns: Whether it did.
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
