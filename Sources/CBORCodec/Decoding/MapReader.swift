// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How a key is found.
//
// Swift decodes a struct's fields in the order in which it encodes them, so the next pair is checked first. Reading
// `{"a": 1, "b": 2}` in order costs one comparison per field:
//
//   a2 61 61 01 61 62 02
//      ^ "a" is requested and found here; the next key is at offset 4
//               ^ "b" is requested and found here
//
// In sequential mode (see DecodingMessage), that pair is at the cursor. If it has another key, the reader looks ahead
// through the pairs that are easy to skip, so an optional field that was left out costs a few comparisons. Any other
// order causes a scan of the message. Then pairs are found by offset, starting after the previous one. After a limited
// number of failed comparisons (`patience`), all keys are put into an index, so no order of keys makes decoding take
// time proportional to fields times size.

/// A map whose head has been read.
struct OpenedMap {
  /// The offset of the map.
  let start: Int
  /// The offset after the map's head.
  let content: Int
  /// The number of pairs, at most ``KeyMarks/maximumCount`` in sequential mode; `nil` if the length is indefinite.
  let count: Int?
  /// A Boolean value that indicates whether the cursor has read the head.
  let isSequential: Bool
}

/// A reader that finds values by key in one map of a message at a time.
@safe final class MapReader {
  /// The position of a pair: the offset of its key, and the number of pairs before it.
  struct Place {
    var offset: Int
    var number: Int
  }

  /// The state that every look-up uses.
  ///
  /// It is behind a pointer, since each access to a variable of a class is checked for exclusivity.
  @safe private struct State: ~Copyable {
    /// The context that the reader belongs to, which outlives the reader, detaches it or is owned by it.
    var context: Unmanaged<DecodingContext>
    var message: DecodingMessage
    /// A strong reference to the context if the reader has to keep it alive: that of a nested container, of a
    /// detached reader, or of one that the context does not refer to.
    var owned: DecodingContext?
    var level: Int
    /// The offset of the map.
    var start = DecodingMessage.absent
    /// The number of pairs; `nil` if the length is indefinite.
    var claimed: Int?
    var first = Place(offset: 0, number: 0)
    /// The position where the next search begins.
    var cursor = Place(offset: 0, number: 0)
    /// The offset of the last value found, if the cursor is still at its pair.
    var valueAtCursor: Int?
    /// The number of failed comparisons left before the index is built.
    var patience = MapReader.patience
    var index: MapIndex?
    /// A Boolean value that indicates whether all keys have the same type, text or integer; `nil` if that is not known
    /// yet.
    var isUniform: Bool?
    /// The serial number of the map in sequential mode.
    var serial = 0
    /// The number of pending items when the map has been read sequentially.
    var pendingAtEnd = 0
    /// The keys that were read sequentially.
    var marks = KeyMarks()
  }

  private let state: UnsafeMutablePointer<State>
  private static let patience = 32

  init(of context: DecodingContext, level: Int) {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(
      to: State(
        context: .passUnretained(context), message: context.message, owned: context.isNested ? context : nil,
        level: level))
  }

  deinit {
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  var context: DecodingContext {
    @inline(__always) get { unsafe state.pointee.context.takeUnretainedValue() }
  }

  /// Keeps the context alive as long as the reader.
  ///
  /// The context must not refer to the reader afterwards.
  func keepContext() { unsafe state.pointee.owned = context }

  /// Moves the reader from a context whose call has returned to one in which it finds nothing.
  func detach(_ finished: DecodingContext) {
    unsafe state.pointee.owned = finished
    unsafe state.pointee.context = .passUnretained(finished)
    unsafe state.pointee.message = finished.message
    unsafe state.pointee.level = 0
    unsafe state.pointee.serial = 0
  }

  var message: DecodingMessage {
    @inline(__always) get { unsafe state.pointee.message }
  }

  /// The number of the context's containers around the map.
  var level: Int { unsafe state.pointee.level }

  /// The offset of the map.
  var start: Int { unsafe state.pointee.start }

  /// Frees the index, which is built for maps whose keys are requested in another order than their own.
  func forgetIndex() {
    if unsafe state.pointee.index != nil { unsafe state.pointee.index = nil }
    unsafe state.pointee.start = DecodingMessage.absent
  }

  /// Moves the reader to a map.
  ///
  /// The reader must have no other references.
  func begin(_ map: OpenedMap) {
    // A second container for the same map reuses what the first one has found.
    if unsafe !map.isSequential && map.start == state.pointee.start && state.pointee.serial == 0 { return }
    unsafe state.pointee.start = map.start
    unsafe state.pointee.claimed = map.count
    unsafe state.pointee.first = Place(offset: map.content, number: 0)
    unsafe state.pointee.cursor = state.pointee.first
    unsafe state.pointee.valueAtCursor = nil
    unsafe state.pointee.patience = Self.patience
    if unsafe state.pointee.index != nil { unsafe state.pointee.index = nil }
    unsafe state.pointee.isUniform = nil
    unsafe state.pointee.serial = 0
    guard map.isSequential, let count = map.count else {
      if let index = message.knownIndex(ofMapAt: map.start) { unsafe state.pointee.index = index }
      return
    }
    unsafe state.pointee.pendingAtEnd = message.cursor.pending &- 2 &* count
    unsafe state.pointee.serial = message.enterContainer()
    unsafe state.pointee.marks.removeAll()
  }

  /// Returns the offset of a key's value; `nil` if the map does not have the key.
  ///
  /// A text key is compared bytewise with `text`, an integer key with `number`.
  ///
  /// - Parameter isRead: Whether the value is read now, so that the next search begins after it.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the key is present in both forms.
  func find(_ text: String, _ number: Int?, isRead: Bool) throws -> Int? {
    if unsafe message.isIn(state.pointee.serial), number == nil {
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

  // MARK: Sequential reading

  private enum Found {
    /// The value of the next pair, which the cursor is still at.
    case next(Int)
    case absent
    /// In another position, or unknown without a scan.
    case elsewhere
  }

  /// Advances past the next key if it is the requested one, which is the usual case.
  ///
  /// - Returns: The offset of the key's value.
  @inline(__always)
  private func takeNext(_ text: String) -> Int? {
    // A key comes next if the number of items left is even.
    let left = unsafe message.cursor.pending &- state.pointee.pendingAtEnd
    guard left > 0, left & 1 == 0, let key = unsafe message.cursor.key(equalTo: text),
      unsafe state.pointee.marks.add(key, before: message.cursor.end)
    else { return nil }
    unsafe message.cursor.pass(key)
    // If the message is scanned later, the search by offset continues from here.
    if unsafe state.pointee.valueAtCursor != nil { unsafe state.pointee.cursor.number &+= 1 }
    let offset = message.cursorOffset
    unsafe state.pointee.valueAtCursor = offset
    return offset
  }

  private func look(for text: String) -> Found {
    var ahead = message.cursor
    let end = unsafe state.pointee.pendingAtEnd
    guard ahead.pending >= end, (ahead.pending &- end) & 1 == 0, unsafe !state.pointee.marks.contains(text) else {
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
    if unsafe state.pointee.index == nil {
      // With duplicates the first key applies, and a key in two forms is an error. Only the index considers all keys.
      let isUnique = try message.options.limits.rejectsDuplicateKeys && (number == nil || isUniform())
      if !isUnique { try buildIndex() }
    }
    if unsafe state.pointee.index != nil { return try findInIndex(text, number) }
    if message.options.rejectsUnknownKeys {
      // The index checks both forms of a key, and records the one found.
      try buildIndex()
      return try findInIndex(text, number)
    }

    if let value = unsafe state.pointee.valueAtCursor {
      unsafe state.pointee.valueAtCursor = nil
      let number = unsafe state.pointee.cursor.number
      unsafe state.pointee.cursor = Place(offset: try message.end(ofItemAt: value), number: number + 1)
    }
    let begin = unsafe state.pointee.cursor
    var place = begin
    var hasWrapped = false
    while true {
      if try isEnd(place) {
        if hasWrapped || begin.number == 0 { return nil }
        hasWrapped = true
        place = unsafe state.pointee.first
        continue
      }
      if hasWrapped, place.number >= begin.number { return nil }
      let head = try message.head(at: place.offset)
      // Cheap, since the head was just read.
      let value = try message.end(ofItemAt: place.offset)
      if head.kind == .text, !message.isTextInPlace(head) { unsafe state.pointee.patience = 0 }
      if unsafe state.pointee.patience > 0, try message.isKey(head, at: place.offset, equalTo: text, or: number) {
        unsafe state.pointee.cursor = place
        if isRead { unsafe state.pointee.valueAtCursor = value }
        return value
      }
      unsafe state.pointee.patience -= 1
      if unsafe state.pointee.patience < 0 {
        try buildIndex()
        return try findInIndex(text, number)
      }
      place = Place(offset: try message.end(ofItemAt: value), number: place.number + 1)
    }
  }

  /// - Throws: `DecodingError` if the key is present as text and as an integer, since either may be meant.
  private func findInIndex(_ text: String, _ number: Int?) throws -> Int? {
    let pairs = try unsafe state.pointee.index?.pairs(text, or: number, in: message)
    if let number, let asText = pairs?.asText, let asInteger = pairs?.asInteger {
      throw context.keyInBothForms(text, number, at: max(asText.key, asInteger.key), level: level)
    }
    guard let found = pairs?.asText ?? pairs?.asInteger else { return nil }
    if message.options.rejectsUnknownKeys { message.noteKey(at: found.key) }
    return found.value
  }

  private func isEnd(_ place: Place) throws -> Bool {
    if let claimed = unsafe state.pointee.claimed { return place.number >= claimed }
    return try message.head(at: place.offset).kind == .breakCode
  }

  /// Calls `body` for each pair of the map, in a scanned message.
  func forEachPair(_ body: (Head, _ key: Int, _ value: Int) throws -> Void) throws {
    var place = unsafe state.pointee.first
    while try !isEnd(place) {
      let value = try message.end(ofItemAt: place.offset)
      try body(message.head(at: place.offset), place.offset, value)
      place = Place(offset: try message.end(ofItemAt: value), number: place.number + 1)
    }
  }

  /// Returns a Boolean value that indicates whether no key can be present both as text and as an integer, which is not
  /// tried for a large map.
  private func isUniform() throws -> Bool {
    if let isUniform = unsafe state.pointee.isUniform { return isUniform }
    var (hasText, hasInteger) = (false, false)
    var place = unsafe state.pointee.first
    while try !isEnd(place), place.number < Self.patience {
      let kind = try message.head(at: place.offset).kind
      if kind == .text { hasText = true }
      if kind == .unsigned || kind == .negative { hasInteger = true }
      place = Place(offset: try message.end(ofItemAt: message.end(ofItemAt: place.offset)), number: place.number + 1)
    }
    let isUniform = place.number < Self.patience && !(hasText && hasInteger)
    unsafe state.pointee.isUniform = isUniform
    return isUniform
  }

  private func buildIndex() throws {
    var built = MapIndex(capacity: unsafe state.pointee.claimed ?? 0)
    try forEachPair { head, key, value in
      try built.add(head, key: key, value: value, in: message)
    }
    built.sort()
    if built.count > Self.patience { message.remember(built, ofMapAt: start) }
    unsafe state.pointee.index = built
  }
}
