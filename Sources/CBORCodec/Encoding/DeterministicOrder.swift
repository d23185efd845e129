/// Sorts the pairs of every map in a message by the bytes of their keys, as deterministic encoding wants them
/// (RFC 8949 §4.2.1).
///
/// The message is the encoder's own: one item, well formed, lengths definite. A map is sorted when it is complete, so
/// those inside it, in its keys too, are sorted already:
///
///   a2 61 62 a2 02 00 01 00 61 61 00      {"b": {2: 0, 1: 0}, "a": 0}
///   a2 61 62 a2 01 00 02 00 61 61 00      the inner map
///   a2 61 61 00 61 62 a2 01 00 02 00      the outer one
///
/// No recursion. Each byte is moved at most once for every map around it that is not in order.
struct DeterministicOrder {
  /// A container or tag whose end is not reached.
  private struct Frame {
    let isMap: Bool
    /// The items still to come, a pair counting two.
    var remaining: UInt64
    /// The pairs so far, of a map.
    var pairs: [Pair] = []
  }

  private struct Pair {
    let key: Int
    var value: Int
    var end: Int
  }

  private var frames: [Frame] = []

  /// Sorts the maps of the message in `output`.
  static func sort(_ output: inout OutputBuffer) throws(CBORError) {
    var order = DeterministicOrder()
    var offset = 0
    repeat {
      offset = try order.step(at: offset, in: &output)
    } while !order.frames.isEmpty
  }

  /// Reads one head and its content, if that is no item of its own.
  private mutating func step(at offset: Int, in output: inout OutputBuffer) throws(CBORError) -> Int {
    beginItem(at: offset)
    let head = try output.head(at: offset)
    let length = head.kind == .bytes || head.kind == .text ? Int(clamping: head.argument) : 0
    let end = head.end + length
    let items: UInt64 =
      switch head.kind {
      case .array: head.argument
      case .map: head.argument * 2
      case .tag: 1
      default: 0
      }
    if items > 0 {
      frames.append(Frame(isMap: head.kind == .map, remaining: items))
    } else {
      completeItem(at: end, in: &output)
    }
    return end
  }

  private mutating func beginItem(at offset: Int) {
    guard let last = frames.indices.last, frames[last].isMap else { return }
    if frames[last].remaining.isMultiple(of: 2) {
      frames[last].pairs.append(Pair(key: offset, value: offset, end: offset))
    } else {
      frames[last].pairs[frames[last].pairs.count - 1].value = offset
    }
  }

  private mutating func completeItem(at end: Int, in output: inout OutputBuffer) {
    while let last = frames.indices.last {
      frames[last].remaining -= 1
      if frames[last].isMap, frames[last].remaining.isMultiple(of: 2) {
        frames[last].pairs[frames[last].pairs.count - 1].end = end
      }
      guard frames[last].remaining == 0 else { return }
      Self.sort(frames.removeLast().pairs, in: &output)
    }
  }

  private static func sort(_ pairs: [Pair], in output: inout OutputBuffer) {
    guard let first = pairs.first, let last = pairs.last else { return }
    let isBefore = { (left: Pair, right: Pair, output: borrowing OutputBuffer) in
      output.isLess(left.key..<left.value, than: right.key..<right.value)
    }
    var isSorted = true
    for place in pairs.indices.dropFirst() where isBefore(pairs[place], pairs[place - 1], output) {
      isSorted = false
      break
    }
    guard !isSorted else { return }
    var sorted = OutputBuffer(capacity: last.end - first.key)
    for pair in pairs.sorted(by: { isBefore($0, $1, output) }) {
      sorted.append(pair.key..<pair.end, of: output)
    }
    output.replace(first.key..<last.end, with: sorted)
  }
}
