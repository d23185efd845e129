#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

// Values that are only Encodable, long strings, and errors.
extension CBORWriter {
  /// Encodes a value of a type that is only `Encodable`, like ``CBOREncoder``.
  ///
  /// If it throws, the output is rolled back.
  ///
  /// - Parameter value: The value to encode.
  /// - Throws: `EncodingError` if the value can't be represented in CBOR, contains itself or is nested too deeply; and
  ///   any error that its `encode(to:)` throws.
  @_disfavoredOverload
  public mutating func encode<Value: Encodable>(_ value: Value) throws {
    try encode(value, directly: true)
  }

  /// Encodes a value through containers, as ``CBOREncoder`` does for a type that is only `Encodable`.
  @usableFromInline
  mutating func encode<Value: Encodable>(byContainers value: Value) throws {
    try encode(value, directly: false)
  }

  private mutating func encode<Value: Encodable>(_ value: Value, directly: Bool) throws {
    let storage = begun()
    let start = output.count
    swap(&output, &storage.output)
    defer { swap(&output, &storage.output) }
    goOn(in: storage)
    let mark = storage.mark
    try storage.encodeItem(value, KnownType.of(Value.self), directly: directly)
    if let failure = storage.session.failure {
      storage.rollBack(to: mark)
      throw failure
    }
    // To find the path of a later error, the output is parsed, so it must be contiguous.
    storage.join(from: start)
    pending &-= 1
  }

  /// Encodes a key of a struct, and its value, of a type that is only `Encodable`.
  ///
  /// If it throws, the output is rolled back, to before the key.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - key: The key, as text.
  /// - Throws: The same errors as encoding the value.
  @_disfavoredOverload
  public mutating func encode<Value: Encodable>(_ value: Value, forKey key: StaticString) throws {
    let mark = mark
    do {
      encodeKey(key)
      try encode(value)
    } catch {
      removeAll(since: mark)
      throw error
    }
  }

  mutating func encode(data: Data) {
    if data.count >= LateContent.threshold { return encode(late: .data(data)) }
    pending &-= 1
    unsafe data.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }

  mutating func encode(date: Date) throws {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else {
      // The error holds the number, since Foundation traps when it describes such a date.
      throw error("A date must be finite, and not \(seconds) seconds since 1970.", value: seconds)
    }
    try beginTag(1)
    // −0.0 is not encoded as an integer, which would lose the sign.
    if let whole = Int64(exactly: seconds), seconds != 0 || seconds.sign == .plus {
      encode(whole)
    } else {
      encode(seconds)
    }
    endTag()
  }

  mutating func encode(wide value: some FixedWidthInteger & Encodable) throws {
    if let short = Int64(exactly: value) { return encode(short) }
    try encode(byContainers: value)
  }

  /// Encodes a byte string whose content is copied only when the message is assembled.
  mutating func encode(late content: LateContent) {
    let storage = begun()
    pending &-= 1
    output.append(bytesOf: content.count)
    storage.splices.append(Splice(offset: output.count, content: .late(content)))
  }

  /// Returns the storage whose last frame the writer writes to, which it creates on the first call.
  private mutating func begun() -> EncodingStorage {
    if let storage { return storage }
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = depthLimit
    let storage = EncodingStorage.take(CBOREncoder.Options(encoder))
    storage.pushFrame()
    storage.open(.direct)
    self.storage = storage
    return storage
  }

  // MARK: The whole message

  /// Returns the complete message.
  ///
  /// - Throws: `EncodingError` if the message is not exactly one item.
  @inlinable @inline(__always)
  mutating func array(of value: some CBOREncodable) throws -> [UInt8] {
    if pending != 0 || isTagEmpty { try refuse(value) }
    if storage == nil {
      let bytes = unsafe output.base.assumingMemoryBound(to: UInt8.self)
      return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: output.count))
    }
    return try joined { try $0.array() }
  }

  /// Calls `body` with the complete message.
  ///
  /// - Throws: `EncodingError` if the message is not exactly one item.
  @inlinable @inline(__always)
  mutating func withMessage<Result>(
    of value: some CBOREncodable, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    if pending != 0 || isTagEmpty { try refuse(value) }
    if storage == nil {
      return try unsafe body(UnsafeRawBufferPointer(start: output.base, count: output.count).bytes)
    }
    return try joined { storage in try unsafe storage.withMessage { try unsafe body($0.bytes) } }
  }

  @usableFromInline
  mutating func joined<Result>(_ body: (EncodingStorage) throws -> Result) throws -> Result {
    let storage = begun()
    // The value that caused it was left out, but a container can't be left out silently.
    if let failure = storage.session.failure { throw failure }
    self.storage = nil
    swap(&output, &storage.output)
    storage.popFrame()
    let result = try body(storage)
    // The storage that is kept must not refer to lent memory.
    swap(&output, &storage.output)
    EncodingStorage.keep(storage)
    return result
  }

  // MARK: Errors

  /// Throws the error for a message that is not one item.
  ///
  /// Not inlined, which keeps the callers' closures small.
  @inline(never) @usableFromInline
  mutating func refuse(_ value: some CBOREncodable) throws {
    throw wrongCount(of: value, since: Mark(count: 0, pending: 1, depthLeft: depthLimit))
  }

  /// Returns the error for a value that is not one item.
  @inline(never) @usableFromInline
  mutating func wrongCount(
    of value: some CBOREncodable, since mark: Mark, forKey key: StaticString? = nil
  ) -> EncodingError {
    let items = mark.pending &- pending &- (key == nil ? 0 : 1)
    let found = isTagEmpty && items == 1 ? "a tag without content" : "\(items) items"
    // The path is that of the value, so it ends at the key.
    removeAll(since: mark)
    if let key { encodeKey(key) }
    return error("\(type(of: value)) wrote \(found) where 1 item was to be written", value: value)
  }

  @inline(never) @usableFromInline
  mutating func tooManyLevels() -> EncodingError {
    error("More than \(CBORLimits.levelLimit(depthLimit)) values inside each other; does a value contain itself?")
  }

  /// Returns the error for a container or tag that was begun, and doesn't begin it.
  @inline(never)
  mutating func tooDeep() -> EncodingError {
    defer { depthLeft &+= 1 }
    return error("\(depthLimit - depthLeft) arrays, maps and tags around a value; the limit is \(depthLimit).")
  }

  /// Prepares the storage, which has the output, for the next item.
  private func goOn(in storage: EncodingStorage) {
    let last = storage.frames.count - 1
    storage.frames[last].depth = depthLimit - depthLeft
    storage.frames[last].item = storage.output.count
    storage.levels = CBORLimits.levelLimit(depthLimit) - levelsLeft
  }

  mutating func error(_ description: String, value: Any = ()) -> EncodingError {
    let storage = begun()
    swap(&output, &storage.output)
    defer { swap(&output, &storage.output) }
    goOn(in: storage)
    return storage.error(description, value: value, path: storage.codingPath(level: storage.frames.count))
  }
}

extension EncodingStorage {
  /// Encodes a value as the item of the top frame, through its ``CBOREncodable`` conformance.
  func encode<Value, Direct: CBOREncodable>(_ value: Value, as type: Direct.Type) throws {
    open(.direct)
    var taken = OutputBuffer.empty
    swap(&taken, &output)
    var writer = CBORWriter(taken, of: self)
    defer { swap(&writer.output, &output) }
    let value = known(value, as: type)
    let mark = writer.mark
    try value.encode(to: &writer)
    if writer.pending != 0 || writer.isTagEmpty { throw writer.wrongCount(of: value, since: mark) }
  }
}
