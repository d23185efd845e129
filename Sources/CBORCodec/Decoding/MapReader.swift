// How a key is found.
//
// Swift decodes a struct's fields in the order in which they were encoded, so the pair after the last one
// that was read is looked at first. `{"a": 1, "b": 2}` read in order costs one comparison per field:
//
//   a2 61 61 01 61 62 02
//      ^ "a" is asked for: it is here; next comes offset 4
//               ^ "b" is asked for: it is here
//
// Any other order costs more comparisons, and only so many are made (`patience`) before all keys are put in
// an index. So no order of keys makes decoding cost fields times size.

/// Finds values by key in one map of a scanned message, which it is given each time: so a reader can be kept for the
/// next map.
final class MapReader {
  /// The offset of the map.
  private(set) var start: Int

  /// How many pairs there are, or nothing if a break ends them.
  private var claimed: Int?
  private var first: Place
  /// Where the next search begins.
  private var cursor: Place
  /// The last value found, if the cursor is still at its pair.
  private var valueAtCursor: Int?
  /// How many more keys may be compared in vain before the index is built.
  private var patience = MapReader.patience
  private static let patience = 32
  private var index: MapIndex?

  /// A pair's place: the offset of its key, and how many pairs are before it.
  private struct Place {
    var offset: Int
    var number: Int
  }

  /// A key in the message that may be a `CodingKey`.
  enum Key {
    case text(String)
    case integer(Int)
  }

  init(head: Head, start: Int) {
    self.start = start
    claimed = head.isIndefinite ? nil : Int(clamping: head.argument)
    first = Place(offset: head.end, number: 0)
    cursor = first
  }

  /// Frees what was needed to find keys in a map whose keys were asked for in another order than its own.
  func forgetIndex() { index = nil }

  /// Goes on to another map of the same message.
  ///
  /// Only for a reader that nobody else has.
  func move(to head: Head, start: Int) {
    self.start = start
    claimed = head.isIndefinite ? nil : Int(clamping: head.argument)
    first = Place(offset: head.end, number: 0)
    cursor = first
    valueAtCursor = nil
    patience = Self.patience
    index = nil
  }

  /// The offset of a key's value, or nothing if the map does not have the key.
  ///
  /// A text key is compared byte by byte with `stringValue`, an integer key with `intValue`.
  ///
  /// - Parameter isRead: Whether the value is read now, so that the next search begins after it.
  func value(forKey key: some CodingKey, in message: DecodingMessage, isRead: Bool) throws -> Int? {
    // Of two same keys the first counts, and only the index looks from the front.
    if index == nil, !message.options.limits.rejectsDuplicateKeys { try buildIndex(message) }
    if let index { return try index.value(forKey: key, in: message) }

    if let value = valueAtCursor {
      valueAtCursor = nil
      cursor = Place(offset: try message.end(ofItemAt: value), number: cursor.number + 1)
    }
    if let value = try valueAtCursor(ifKeyIs: key, in: message) {
      if isRead { valueAtCursor = value }
      return value
    }
    let begin = cursor
    var place = begin
    var hasWrapped = false
    while true {
      if try isEnd(place, message) {
        if hasWrapped || begin.number == 0 { return nil }
        hasWrapped = true
        place = first
        continue
      }
      if hasWrapped, place.number >= begin.number { return nil }
      let head = try message.head(at: place.offset)
      // Of the head that was just read.
      let value = try message.end(ofItemAt: place.offset)
      if try message.isKey(head, at: place.offset, equalTo: key) {
        cursor = place
        if isRead { valueAtCursor = value }
        return value
      }
      patience -= 1
      if patience < 0 {
        let index = try buildIndex(message)
        return try index.value(forKey: key, in: message)
      }
      place = Place(offset: try message.end(ofItemAt: value), number: place.number + 1)
    }
  }

  /// The offset of the value at the cursor if its key is the one that is asked for, which it nearly always is.
  @inline(__always)
  private func valueAtCursor(ifKeyIs key: some CodingKey, in message: DecodingMessage) throws -> Int? {
    guard let claimed, cursor.number < claimed else { return nil }
    let head = try message.head(at: cursor.offset)
    guard head.kind == .text, message.isTextInPlace(head), let content = message.input.content(of: head),
      message.input.isEqual(content, to: key.stringValue)
    else { return nil }
    return content.upperBound
  }

  /// The keys that are text or integers, in the message's order.
  func allKeys(in message: DecodingMessage) -> [Key] {
    var keys: [Key] = []
    try? forEachPair(message) { head, offset, _ in
      switch head.kind {
      case .text:
        keys.append(.text(try message.keyText(at: offset, head: head)))
      case .unsigned, .negative:
        if let number = head.integer { keys.append(.integer(number)) }
      default:
        break
      }
    }
    return keys
  }

  private func isEnd(_ place: Place, _ message: DecodingMessage) throws -> Bool {
    if let claimed { return place.number >= claimed }
    return try message.head(at: place.offset).kind == .breakCode
  }

  private func forEachPair(
    _ message: DecodingMessage, _ body: (Head, _ key: Int, _ value: Int) throws -> Void
  ) throws {
    var place = first
    while try !isEnd(place, message) {
      let value = try message.end(ofItemAt: place.offset)
      try body(message.head(at: place.offset), place.offset, value)
      place = Place(offset: try message.end(ofItemAt: value), number: place.number + 1)
    }
  }

  @discardableResult
  private func buildIndex(_ message: DecodingMessage) throws -> MapIndex {
    var built = MapIndex()
    try forEachPair(message) { head, key, value in
      try built.add(head, key: key, value: value, in: message)
    }
    built.sort()
    index = built
    return built
  }
}
