// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Items that the cursor cannot read in place: near the end of the message, in tags, of indefinite length, of other
// widths, or invalid. libcbor reads them.
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
    context.message.begin(
      input, options: CBORDecoder.Options(decoder), at: cursor, depthLeft: depthLeft,
      levelsLeft: levelsLeft)
    context.beginReading(at: 0, level: 0)
    self.context = context
    return context
  }

  /// Reads the next item with libcbor, and advances past it.
  mutating func readSlowly<Value>(
    _ read: (_ context: DecodingContext, _ offset: Int) throws -> Value
  ) throws -> Value {
    let context = try scanned()
    let value = try read(context, offset)
    try passOver(mark)
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
  mutating func slowBool() throws -> Bool { try readSlowly { try $0.bool(at: $1, level: 0) } }

  @inline(never) @usableFromInline
  mutating func slowString() throws -> String { try readSlowly { try $0.string(at: $1, level: 0) } }

  @inline(never) @usableFromInline
  mutating func slowFloat<Number: BinaryFloatingPoint>(_ type: Number.Type) throws -> Number {
    try readSlowly { try $0.float(type, at: $1, level: 0) }
  }

  @inline(never) @usableFromInline
  mutating func slowInteger<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
    try readSlowly { try $0.integer(type, at: $1, level: 0) }
  }

  @inline(never) @usableFromInline
  mutating func slowBytes() throws -> [UInt8] {
    try readSlowly { try unsafe $0.bytes(at: $1, level: 0) { unsafe [UInt8]($0) } }
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
    let map = OpenMap(count: count, start: start, depthLeft: depthLeft, isIndefinite: head.isIndefinite)
    uncheckedMaps &+= map.unchecked
    return map
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
}
