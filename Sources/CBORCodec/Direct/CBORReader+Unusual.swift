#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

// Items that can't be read in place: near the end of the message, in tags, of indefinite length, of other widths, or
// invalid.
extension CBORReader {
  /// Scans the message, unless it is already scanned.
  ///
  /// - Returns: A context for reading the next item with libcbor.
  /// - Throws: ``CBORError`` if the message is malformed.
  mutating func scanned() throws -> DecodingContext {
    let context = begun()
    try context.message.scan()
    return context.walker(at: offset)
  }

  /// Returns the context of the message, which it creates on the first call.
  mutating func begun() -> DecodingContext {
    if let context { return context }
    let context = DecodingContext.take()
    var decoder = CBORDecoder()
    decoder.limits = limits
    let input = unsafe InputBuffer(UnsafeRawBufferPointer(start: start, count: offset + cursor.left))
    context.message.begin(input, CBORDecoder.Options(decoder), cursor, depthLeft: depthLeft)
    context.beginReading(at: 0, level: 0)
    self.context = context
    return context
  }

  /// Reads the next item with libcbor, and advances past it.
  private mutating func unusual<Value>(
    _ read: (_ context: DecodingContext, _ offset: Int) throws -> Value
  ) throws -> Value {
    let context = try scanned()
    let value = try read(context, offset)
    try passOver(Mark(cursor: cursor, depthLeft: depthLeft))
    return value
  }

  /// Advances past the item at a mark, of which more or less than one item was read.
  @inline(never) @usableFromInline
  mutating func passOver(_ mark: Mark) throws {
    cursor = mark.cursor
    let end = try scanned().message.end(ofItemAt: offset)
    unsafe cursor.at = start + end
    cursor.pending = mark.cursor.pending &- 1
  }

  // MARK: Scalars

  @inline(never) @usableFromInline
  mutating func decodeTaggedNil() throws -> Bool {
    var (ahead, levels) = (cursor, depthLeft)
    while levels > 0, ahead.argument(of: 6) != nil { levels -= 1 }
    if ahead.left > 0, unsafe ahead.at.load(as: UInt8.self) & 0xe0 != 0xc0 {
      guard ahead.null() else { return false }
      cursor = ahead
      return true
    }
    // The tags are too many, or incomplete.
    guard try scanned().isNull(at: offset) else { return false }
    try skip()
    return true
  }

  @inline(never) @usableFromInline
  mutating func slowBool() throws -> Bool { try unusual { try $0.bool(at: $1, level: 0) } }

  @inline(never) @usableFromInline
  mutating func slowString() throws -> String { try unusual { try $0.string(at: $1, level: 0) } }

  @inline(never) @usableFromInline
  mutating func slowFloat<Number: BinaryFloatingPoint>(_ type: Number.Type) throws -> Number {
    try unusual { try $0.float(type, at: $1, level: 0) }
  }

  @inline(never) @usableFromInline
  mutating func slowInteger<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
    try unusual { try $0.integer(type, at: $1, level: 0) }
  }

  @inline(never) @usableFromInline
  mutating func slowBytes() throws -> [UInt8] {
    try unusual { try unsafe $0.bytes(at: $1, level: 0) { unsafe [UInt8]($0) } }
  }

  // MARK: Foundation

  mutating func date() throws -> Date {
    if let date = cursor.date(depthLeft) { return date }
    return try unusual { try $0.date(at: $1, level: 0) }
  }

  mutating func uuid() throws -> UUID {
    if let identifier = cursor.uuid(depthLeft) { return identifier }
    return try unusual { try $0.uuid(at: $1, level: 0) }
  }

  mutating func url() throws -> URL {
    if let url = cursor.url(depthLeft) { return url }
    return try unusual { try $0.url(at: $1, level: 0) }
  }

  mutating func decimal() throws -> Decimal {
    if let decimal = cursor.decimal(depthLeft) { return decimal }
    return try unusual { try $0.decimal(at: $1, level: 0) }
  }

  // MARK: Values that don't read themselves

  /// Decodes a value of a type that is only `Decodable`, like ``CBORDecoder``.
  ///
  /// If it throws an error, the reader stays at the item.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The value.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the type can't be decoded from the item;
  ///   and any error that its `init(from:)` throws.
  @_disfavoredOverload
  public mutating func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try decode { try $0.decode(type, at: $1, level: 0) }
  }

  /// Decodes a value through containers, as ``CBORDecoder`` does for a type that is only `Decodable`.
  @usableFromInline
  mutating func decode<Value: Decodable>(byContainers type: Value.Type) throws -> Value {
    guard let dictionary = CodingTraits.of(type).dictionary else {
      return try decode { try $0.decodeByContainers(type, at: $1, level: 0) }
    }
    func value<Pairs: DecodableDictionary>(_ type: Pairs.Type) throws -> Value {
      try decode { known(try type.init(from: $0, at: $1, level: 0), as: Value.self) }
    }
    return try value(dictionary)
  }

  private mutating func decode<Value>(
    _ read: (_ context: DecodingContext, _ offset: Int) throws -> Value
  ) throws -> Value {
    let offset = offset
    var context = DecodingContext(itemAt: offset, of: begun())
    let message = context.message
    let (outer, position) = (message.cursor, message.position)
    if message.isStraight {
      message.cursor = cursor
      message.depthLeft = depthLeft
    }
    let result = Result { try read(context, offset) }
    // A decoder or a container that was kept may be asked for its path later.
    if !isKnownUniquelyReferenced(&context) { context.base() }
    var end: ItemCursor?
    if message.isStraight {
      if message.cursor.pending == cursor.pending &- 1 { end = message.cursor }
      // The containers around this value continue where they were, whether it was decoded or not.
      message.cursor = outer
      message.restore(position)
    }
    let value = try result.get()
    if let end { cursor = end } else { try skip() }
    return value
  }

  // MARK: Containers

  @inline(never) @usableFromInline
  mutating func slowArray() throws -> OpenArray {
    let (head, count) = try open(.array, as: [Any].self)
    cursor.pending &+= head.isIndefinite ? count : count &- 1
    return OpenArray(count: count, depthLeft: depthLeft, isIndefinite: head.isIndefinite)
  }

  @inline(never) @usableFromInline
  mutating func slowMap() throws -> OpenMap {
    let start = offset
    let (head, count) = try open(.map, as: [String: Any].self)
    cursor.pending &+= head.isIndefinite ? 2 &* count : 2 &* count &- 1
    return OpenMap(count: count, start: start, depthLeft: depthLeft, isIndefinite: head.isIndefinite)
  }

  /// Reads the head of a container, and any tags around it.
  ///
  /// - Returns: The head, and the number of elements or pairs.
  private mutating func open(_ kind: Head.Kind, as type: Any.Type) throws -> (Head, Int) {
    let context = try scanned()
    let (head, offset) = try context.message.untaggedHead(at: offset)
    guard head.kind == kind else { throw context.mismatch(type, found: head, at: offset, level: 0) }
    unsafe cursor.at = start + head.end
    guard head.isIndefinite else { return (head, Int(clamping: head.argument)) }
    let items = try context.message.count(ofItemsFrom: head.end)
    return (head, kind == .map ? items / 2 : items)
  }

  @inline(never) @usableFromInline
  mutating func stepOverBreak(_ isIndefinite: inout Bool) {
    isIndefinite = false
    guard cursor.left > 0, unsafe cursor.at.load(as: UInt8.self) == 0xff else { return }
    unsafe cursor.at += 1
    cursor.pending &-= 1
  }

  /// Advances to a dictionary's next pair, or ends the map.
  @inlinable @inline(__always)
  mutating func nextPair(of map: inout OpenMap) throws -> Bool {
    guard map.left > 0 else {
      endMap(&map)
      return false
    }
    map.left &-= 1
    return true
  }

  /// Decodes a dictionary's key, which must be text.
  @inlinable @inline(__always)
  mutating func decodeKey() throws -> String {
    if let key = cursor.text() { return key }
    return try slowKey()
  }

  @inline(never) @usableFromInline
  mutating func slowKey() throws -> String {
    let context = try scanned()
    let head = try context.message.head(at: offset)
    guard head.kind == .text else {
      guard let number = head.integer else {
        throw context.mismatch(String.self, foundKey: head.summary, at: offset, level: 0)
      }
      context.setKey(CodingPathKey(intValue: number), level: 0)
      throw context.mismatch(String.self, foundKey: head.summary, at: offset, level: 1)
    }
    return try slowString()
  }

  @inline(never) @usableFromInline
  mutating func keyTwice(_ key: String, at offset: Int) -> any Error {
    dataCorrupted(at: offset, "The dictionary has the key \"\(key.prefix(64))\" already, written in another way")
  }

  /// Returns the maximum number of elements, of the given size, for which memory is reserved in advance: as many as fit
  /// into a megabyte or into 16 times the bytes left, whichever is more.
  @inlinable @inline(__always)
  func believed(_ stride: Int) -> Int {
    Swift.max(1 << 20, 16 &* cursor.left) / Swift.max(1, stride)
  }

  /// Returns the maximum number of pairs, of the given size, for which a dictionary reserves memory in advance: as many
  /// as fit into 16 times the bytes left.
  ///
  /// A dictionary may reserve 8/3 of the memory that its pairs need.
  @inlinable @inline(__always)
  func believedPairs(_ stride: Int) -> Int { Swift.max(128, 6 &* cursor.left / stride) }

  // MARK: Errors

  /// Returns the error for a map that lacks a key.
  ///
  /// - Parameters:
  ///   - key: The missing key.
  ///   - map: The map, which has ended.
  /// - Returns: `DecodingError.keyNotFound`; ``CBORError`` if the message is malformed.
  @inline(never)
  public mutating func keyNotFound(_ key: CBORKey, in map: OpenMap) -> any Error {
    error { context in
      let name = CodingPathKey.name("\(key.text)")
      return context.keyNotFound(name, or: key.integer, at: map.start, level: 0)
    } at: {
      map.start
    }
  }

  /// Returns the error for an item from which a type can't be decoded.
  ///
  /// - Parameters:
  ///   - offset: The offset of the item.
  ///   - description: What was found and what was expected, as a sentence without its final period.
  /// - Returns: `DecodingError.dataCorrupted`; ``CBORError`` if the message is malformed.
  @inline(never)
  public mutating func dataCorrupted(at offset: Int, _ description: String) -> any Error {
    error {
      $0.corrupted(description, at: offset, level: 0)
    } at: {
      offset
    }
  }

  private mutating func error(
    _ make: (DecodingContext) -> DecodingError, at offset: () -> Int
  ) -> any Error {
    do {
      _ = try scanned()
      return make(begun().walker(at: offset()))
    } catch {
      return error
    }
  }
}
