// How a key is found.
//
// Swift decodes a struct's fields in the order in which they were encoded, so the next pair is looked at first.
// `{"a": 1, "b": 2}` read in order costs one comparison per field:
//
//   a2 61 61 01 61 62 02
//      ^ "a" is asked for: it is here; next comes offset 4
//               ^ "b" is asked for: it is here
//
// While the message is read straight on (see DecodingMessage), that pair is at the cursor. A key that is not there is
// looked for in what follows it, as far as that is easily passed over: so an optional field that was left out costs a
// few comparisons. Any other order makes the message be scanned. Then pairs are found by their offsets, from where the
// last one was; only so many comparisons are made in vain (`patience`) before all keys are put in an index. So no order
// of keys makes decoding cost fields times size.

/// A map whose head has been read.
struct OpenedMap {
  /// The offset of the map.
  let start: Int
  /// The offset after its head.
  let content: Int
  /// How many pairs there are, at most ``KeyMarks/most`` straight on; or nothing if a break ends them.
  let count: Int?
  /// Whether the cursor has read the head.
  let isStraight: Bool
}

/// Finds values by key in one map of a message, and then in the next one.
@safe final class MapReader {
  /// A pair's place: the offset of its key, and how many pairs are before it.
  struct Place {
    var offset: Int
    var number: Int
  }

  /// What is looked at all the time, behind a pointer for the same reason as in ``DecodingMessage``.
  @safe private struct Hot: ~Copyable {
    /// The context that the reader belongs to, which outlives it or is told to detach it.
    var context: Unmanaged<DecodingContext>
    var message: DecodingMessage
    /// The context, where the reader is all that has it: that of a nested container, or one that is detached.
    var owned: DecodingContext?
    var level: Int
    /// The offset of the map.
    var start = DecodingMessage.absent
    /// How many pairs there are, or nothing if a break ends them.
    var claimed: Int?
    var first = Place(offset: 0, number: 0)
    /// Where the next search begins.
    var cursor = Place(offset: 0, number: 0)
    /// The last value found, if the cursor is still at its pair.
    var valueAtCursor: Int?
    /// How many more keys may be compared in vain before the index is built.
    var patience = MapReader.patience
    var index: MapIndex?
    /// Whether all keys are text, or all are integers; nil if that has not been looked at.
    var isUniform: Bool?
    /// What tells the map from others while it is read straight on.
    var serial = 0
    /// What is to come when the map has been read straight on.
    var pendingAtEnd = 0
    /// The keys that were read straight on.
    var marks = KeyMarks()
  }

  private let hot: UnsafeMutablePointer<Hot>
  private static let patience = 32

  init(of context: DecodingContext, level: Int) {
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(
      to: Hot(
        context: .passUnretained(context), message: context.message, owned: context.isNested ? context : nil,
        level: level))
  }

  deinit {
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  var context: DecodingContext {
    @inline(__always) get { unsafe hot.pointee.context.takeUnretainedValue() }
  }

  /// Leaves a context whose call has returned, for one in which nothing can be read.
  func detach(_ finished: DecodingContext) {
    unsafe hot.pointee.owned = finished
    unsafe hot.pointee.context = .passUnretained(finished)
    unsafe hot.pointee.message = finished.message
    unsafe hot.pointee.level = 0
    unsafe hot.pointee.serial = 0
  }

  var message: DecodingMessage {
    @inline(__always) get { unsafe hot.pointee.message }
  }

  /// How many containers of the context are around the map.
  var level: Int { unsafe hot.pointee.level }

  /// The offset of the map.
  var start: Int { unsafe hot.pointee.start }

  /// Frees what was needed to find keys in a map whose keys were asked for in another order than its own.
  func forgetIndex() {
    if unsafe hot.pointee.index != nil { unsafe hot.pointee.index = nil }
    unsafe hot.pointee.start = DecodingMessage.absent
  }

  /// Goes on to a map.
  ///
  /// Only for a reader that nothing else has.
  func begin(_ map: OpenedMap) {
    // A container that is asked for again finds what the one before it has found out.
    if unsafe !map.isStraight && map.start == hot.pointee.start && hot.pointee.serial == 0 { return }
    unsafe hot.pointee.start = map.start
    unsafe hot.pointee.claimed = map.count
    unsafe hot.pointee.first = Place(offset: map.content, number: 0)
    unsafe hot.pointee.cursor = hot.pointee.first
    unsafe hot.pointee.valueAtCursor = nil
    unsafe hot.pointee.patience = Self.patience
    if unsafe hot.pointee.index != nil { unsafe hot.pointee.index = nil }
    unsafe hot.pointee.isUniform = nil
    unsafe hot.pointee.serial = 0
    guard map.isStraight, let count = map.count else { return }
    unsafe hot.pointee.pendingAtEnd = message.cursor.pending &- 2 &* count
    unsafe hot.pointee.serial = message.enterContainer()
    unsafe hot.pointee.marks.removeAll()
  }

  /// The offset of a key's value, or nothing if the map does not have the key.
  ///
  /// A text key is compared byte by byte with `text`, an integer key with `number`.
  ///
  /// - Parameter isRead: Whether the value is read now, so that the next search begins after it.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the key is there in both forms.
  func find(_ text: String, _ number: Int?, isRead: Bool) throws -> Int? {
    if unsafe message.isIn(hot.pointee.serial), number == nil {
      if isRead, let offset = takeNext(text) { return offset }
      switch look(for: text) {
      case .next(let offset): return offset
      case .absent: return nil
      case .elsewhere: break
      }
    }
    try message.scan()
    return try findByOffset(text, number, isRead: isRead)
  }

  // MARK: Straight on

  private enum Found {
    /// The value of the next pair, which stays the next one.
    case next(Int)
    case absent
    /// In another place, or not to be told without a scan.
    case elsewhere
  }

  /// Passes over the next key, if it is the one that is asked for, which it nearly always is.
  ///
  /// - Returns: The offset of its value.
  @inline(__always)
  private func takeNext(_ text: String) -> Int? {
    // A key comes next if an even number of items is left.
    let left = unsafe message.cursor.pending &- hot.pointee.pendingAtEnd
    guard left > 0, left & 1 == 0, let key = unsafe message.cursor.key(equalTo: text),
      unsafe hot.pointee.marks.add(key, before: message.cursor.end)
    else { return nil }
    unsafe message.cursor.pass(key)
    // It goes on from here once the message is scanned.
    if unsafe hot.pointee.valueAtCursor != nil { unsafe hot.pointee.cursor.number &+= 1 }
    let offset = message.cursorOffset
    unsafe hot.pointee.valueAtCursor = offset
    return offset
  }

  private func look(for text: String) -> Found {
    var ahead = message.cursor
    let end = unsafe hot.pointee.pendingAtEnd
    guard ahead.pending >= end, (ahead.pending &- end) & 1 == 0, unsafe !hot.pointee.marks.contains(text) else {
      return .elsewhere
    }
    var isNext = true
    var patience = Self.patience / 2
    while ahead.pending > end {
      if let key = unsafe ahead.key(equalTo: text) {
        guard isNext else { return .elsewhere }
        unsafe ahead.pass(key)
        return unsafe .next(message.cursorOffset + (ahead.at - message.cursor.at))
      }
      patience -= 1
      guard patience >= 0, unsafe ahead.content(of: 3) != nil, ahead.skip() else { return .elsewhere }
      isNext = false
    }
    return .absent
  }

  // MARK: By offsets

  private func findByOffset(_ text: String, _ number: Int?, isRead: Bool) throws -> Int? {
    if unsafe hot.pointee.index == nil {
      // Of two same keys the first counts, and of two forms of a key neither: only the index looks at all of them.
      let isUnique = try message.options.limits.rejectsDuplicateKeys && (number == nil || isUniform())
      if !isUnique { try buildIndex() }
    }
    if unsafe hot.pointee.index != nil { return try findInIndex(text, number) }
    if message.options.rejectsUnknownKeys {
      // Both forms of a key are looked at, and noted.
      try buildIndex()
      return try findInIndex(text, number)
    }

    if let value = unsafe hot.pointee.valueAtCursor {
      unsafe hot.pointee.valueAtCursor = nil
      let number = unsafe hot.pointee.cursor.number
      unsafe hot.pointee.cursor = Place(offset: try message.end(ofItemAt: value), number: number + 1)
    }
    let begin = unsafe hot.pointee.cursor
    var place = begin
    var hasWrapped = false
    while true {
      if try isEnd(place) {
        if hasWrapped || begin.number == 0 { return nil }
        hasWrapped = true
        place = unsafe hot.pointee.first
        continue
      }
      if hasWrapped, place.number >= begin.number { return nil }
      let head = try message.head(at: place.offset)
      // Of the head that was just read.
      let value = try message.end(ofItemAt: place.offset)
      if head.kind == .text, !message.isTextInPlace(head) { unsafe hot.pointee.patience = 0 }
      if unsafe hot.pointee.patience > 0, try message.isKey(head, at: place.offset, text, number) {
        unsafe hot.pointee.cursor = place
        if isRead { unsafe hot.pointee.valueAtCursor = value }
        return value
      }
      unsafe hot.pointee.patience -= 1
      if unsafe hot.pointee.patience < 0 {
        try buildIndex()
        return try findInIndex(text, number)
      }
      place = Place(offset: try message.end(ofItemAt: value), number: place.number + 1)
    }
  }

  private func findInIndex(_ text: String, _ number: Int?) throws -> Int? {
    guard let found = try unsafe hot.pointee.index?.pair(text, number, in: message) else { return nil }
    if message.options.rejectsUnknownKeys { message.noteKey(at: found.key) }
    return found.value
  }

  private func isEnd(_ place: Place) throws -> Bool {
    if let claimed = unsafe hot.pointee.claimed { return place.number >= claimed }
    return try message.head(at: place.offset).kind == .breakCode
  }

  /// Goes through all pairs of a scanned message's map.
  func forEachPair(_ body: (Head, _ key: Int, _ value: Int) throws -> Void) throws {
    var place = unsafe hot.pointee.first
    while try !isEnd(place) {
      let value = try message.end(ofItemAt: place.offset)
      try body(message.head(at: place.offset), place.offset, value)
      place = Place(offset: try message.end(ofItemAt: value), number: place.number + 1)
    }
  }

  /// Whether no key can be there as text and as an integer.
  private func isUniform() throws -> Bool {
    if let isUniform = unsafe hot.pointee.isUniform { return isUniform }
    var (hasText, hasInteger) = (false, false)
    try forEachPair { head, _, _ in
      if head.kind == .text { hasText = true }
      if head.kind == .unsigned || head.kind == .negative { hasInteger = true }
    }
    unsafe hot.pointee.isUniform = !hasText || !hasInteger
    return !hasText || !hasInteger
  }

  private func buildIndex() throws {
    var built = MapIndex(capacity: unsafe hot.pointee.claimed ?? 0)
    try forEachPair { head, key, value in
      try built.add(head, key: key, value: value, in: message)
    }
    built.sort()
    unsafe hot.pointee.index = built
  }
}
