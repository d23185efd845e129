/// What the decoders and containers of one message share, or those of one nested container: the message, and
/// the path to where decoding is.
@safe final class DecodingContext {
  let message: DecodingMessage
  private let basePath: [any CodingKey]

  /// What changes with each container, behind a pointer for the same reason as in ``DecodingMessage``.
  private struct Hot {
    /// The keys of the containers that are being decoded, outermost first.
    var keys: [any CodingKey] = []
    /// The reader of the last map at each level, for the next one if its container is gone.
    var readers: [MapReader?] = []
  }

  private let hot: UnsafeMutablePointer<Hot>

  init() {
    message = DecodingMessage()
    basePath = []
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
  }

  deinit {
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  /// A context of its own for a nested container, which may be read from after its parent went on.
  init(parent: DecodingContext, level: Int) {
    message = parent.message
    message.isShared = true
    basePath = parent.codingPath(level: level)
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
  }

  /// A reader of a map at a level.
  func reader(of head: Head, start: Int, level: Int) -> MapReader {
    while unsafe hot.pointee.readers.count <= level { unsafe hot.pointee.readers.append(nil) }
    if unsafe isKnownUniquelyReferenced(&hot.pointee.readers[level]), let reader = unsafe hot.pointee.readers[level] {
      reader.move(to: head, start: start)
      return reader
    }
    let reader = MapReader(head: head, start: start)
    unsafe hot.pointee.readers[level] = reader
    return reader
  }

  /// Sets the key that a container at a level reads at.
  func setKey(_ key: some CodingKey, level: Int) {
    let count = unsafe hot.pointee.keys.count
    if level < count {
      unsafe hot.pointee.keys[level] = key
    } else if level == count {
      unsafe hot.pointee.keys.append(key)
    }
  }

  /// The path of what is inside `level` containers.
  ///
  /// Built only when somebody asks.
  func codingPath(level: Int) -> [any CodingKey] {
    unsafe basePath + hot.pointee.keys.prefix(max(level, 0))
  }

  // MARK: Reuse

  /// Whether nobody else holds this context or anything of its message's.
  static func isFree(_ context: inout DecodingContext) -> Bool {
    isKnownUniquelyReferenced(&context) && !context.message.isShared
  }

  /// Forgets what was decoded.
  func clear() {
    unsafe hot.pointee.keys.removeAll(keepingCapacity: true)
    let excess = unsafe hot.pointee.readers.count - Self.mostReaders
    if excess > 0 { unsafe hot.pointee.readers.removeLast(excess) }
    for reader in unsafe hot.pointee.readers { reader?.forgetIndex() }
  }

  private static let mostReaders = 16

  // MARK: Errors

  private func context(_ description: String, at offset: Int, level: Int) -> DecodingError.Context {
    let place = offset == DecodingMessage.absent ? "" : " (at byte \(offset))"
    return DecodingError.Context(
      codingPath: codingPath(level: level), debugDescription: description + place + ".")
  }

  /// The error for an item that is not what a type decodes from.
  func mismatch(_ type: Any.Type, found head: Head, at offset: Int, level: Int) -> DecodingError {
    if head.isNull {
      return .valueNotFound(
        type, context("Expected \(type) but found \(head.summary)", at: offset, level: level))
    }
    return .typeMismatch(
      type, context("Expected \(type) but found \(head.summary)", at: offset, level: level))
  }

  func corrupted(_ description: String, at offset: Int, level: Int) -> DecodingError {
    .dataCorrupted(context(description, at: offset, level: level))
  }

  func keyNotFound(_ key: some CodingKey, at offset: Int, level: Int) -> DecodingError {
    .keyNotFound(key, context("The map has no key \"\(key.stringValue)\"", at: offset, level: level))
  }

  func atEnd(_ type: Any.Type, at offset: Int, level: Int) -> DecodingError {
    .valueNotFound(
      type, context("Expected \(type) but the array has no more elements", at: offset, level: level))
  }

  // MARK: Any value

  /// Decodes the item at an offset.
  ///
  /// - Parameter level: How many containers of this context are around the item.
  func decode<Value: Decodable>(_ type: Value.Type, at offset: Int, level: Int) throws -> Value {
    if let known = KnownType.of(type) { return try decodeKnown(type, known, at: offset, level: level) }
    return try Value(from: ItemDecoder(context: self, offset: offset, level: level))
  }

  /// Whether the item is `null`, or `undefined`, which is the same to Swift.
  func isNull(at offset: Int) throws -> Bool {
    try message.untaggedHead(at: offset).head.isNull
  }
}
