#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

// What takes more than writing heads and contents: values that are only Encodable, long strings, and errors.
extension CBORWriter {
  /// Writes a value of a type that is only `Encodable`, as ``CBOREncoder`` does.
  ///
  /// If it throws, nothing of the value remains.
  ///
  /// - Parameter value: What to write.
  /// - Throws: `EncodingError` if the value has no form in CBOR, contains itself or is nested too deep; and whatever its
  ///   `encode(to:)` throws.
  @_disfavoredOverload
  public mutating func encode<Value: Encodable>(_ value: Value) throws {
    try encode(value, directly: true)
  }

  /// Writes a value as ``CBOREncoder`` does with one that does not write itself.
  @usableFromInline
  mutating func encode<Value: Encodable>(byContainers value: Value) throws {
    try encode(value, directly: false)
  }

  private mutating func encode<Value: Encodable>(_ value: Value, directly: Bool) throws {
    let storage = begun()
    let start = output.count
    swap(&output, &storage.output)
    defer { swap(&output, &storage.output) }
    storage.goOn(depth: depthLimit - depthLeft, levels: levels)
    try storage.encodeItem(value, KnownType.of(Value.self), directly: directly)
    if let failure = storage.session.failure { throw failure }
    // What comes before an error is walked through for its path, so it has to be in one piece.
    storage.join(from: start)
    pending &-= 1
  }

  /// Writes a key of a struct, and its value, of a type that is only `Encodable`.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - key: The key.
  /// - Throws: The same as encoding the value.
  @_disfavoredOverload
  public mutating func encode<Value: Encodable>(_ value: Value, forKey key: StaticString) throws {
    encodeKey(key)
    try encode(value)
  }

  mutating func encode(data: Data) {
    if data.count >= LateContent.threshold { return encode(late: .data(data)) }
    pending &-= 1
    unsafe data.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }

  mutating func encode(date: Date) throws {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else {
      // The error holds the number: Foundation traps when it describes such a date.
      throw error("A date must be finite, and not \(seconds) seconds since 1970.", value: seconds)
    }
    try beginTag(1)
    // −0.0 is no integer: it would lose its sign.
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

  /// Writes a byte string whose content is copied when the message is put together.
  mutating func encode(late content: LateContent) {
    let storage = begun()
    pending &-= 1
    output.append(bytesOf: content.count)
    storage.splices.append(Splice(offset: output.count, content: .late(content)))
  }

  /// The storage in whose last frame the writer writes.
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

  /// The message, which is complete.
  ///
  /// - Throws: `EncodingError` if it is not one item.
  @inlinable
  mutating func array(of value: some CBOREncodable) throws -> [UInt8] {
    if pending != 0 { throw wrongCount(of: value, 1 &- pending) }
    if storage == nil {
      let bytes = unsafe output.base.assumingMemoryBound(to: UInt8.self)
      return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: output.count))
    }
    return try joined { try $0.array() }
  }

  /// Has `body` read the message, which is complete.
  ///
  /// - Throws: `EncodingError` if it is not one item.
  @inlinable
  mutating func withMessage<Result>(
    of value: some CBOREncodable, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    if pending != 0 { throw wrongCount(of: value, 1 &- pending) }
    if storage == nil {
      return try unsafe body(UnsafeRawBufferPointer(start: output.base, count: output.count).bytes)
    }
    return try joined { storage in try unsafe storage.withMessage { try unsafe body($0.bytes) } }
  }

  @usableFromInline
  mutating func joined<Result>(_ body: (EncodingStorage) throws -> Result) throws -> Result {
    let storage = begun()
    self.storage = nil
    swap(&output, &storage.output)
    storage.popFrame()
    let result = try body(storage)
    // What is kept must not have memory that is lent.
    swap(&output, &storage.output)
    EncodingStorage.keep(storage)
    return result
  }

  // MARK: Errors

  @inline(never) @usableFromInline
  mutating func wrongCount(of value: some CBOREncodable, _ items: Int) -> EncodingError {
    error("\(type(of: value)) wrote \(items) items where 1 was to be written", value: value)
  }

  @inline(never) @usableFromInline
  mutating func tooManyLevels() -> EncodingError {
    error("More than \(CBORLimits.levelLimit(depthLimit)) values inside each other; does a value contain itself?")
  }

  @inline(never)
  mutating func tooDeep() -> EncodingError {
    error("\(depthLimit - depthLeft) arrays, maps and tags around a value; the limit is \(depthLimit).")
  }

  mutating func error(_ description: String, value: Any = ()) -> EncodingError {
    let storage = begun()
    swap(&output, &storage.output)
    defer { swap(&output, &storage.output) }
    return storage.error(description, value: value, path: storage.codingPath(level: storage.frames.count))
  }
}

extension EncodingStorage {
  /// Makes the last frame, of a value that writes itself, one in which others go on.
  func goOn(depth: Int, levels: Int) {
    frames[frames.count - 1].depth = depth
    self.levels = levels
  }

  /// Writes a value that writes itself as the item of the top frame.
  func encode<Value, Direct: CBOREncodable>(_ value: Value, as type: Direct.Type) throws {
    open(.direct)
    var taken = OutputBuffer.empty
    swap(&taken, &output)
    var writer = CBORWriter(taken, of: self)
    defer { swap(&writer.output, &output) }
    let value = known(value, as: type)
    try value.encode(to: &writer)
    if writer.pending != 0 { throw writer.wrongCount(of: value, 1 - writer.pending) }
  }
}
