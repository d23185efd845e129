/// What the decoders and containers of one message share, or those of one nested container: the message, and
/// the path to where decoding is.
final class DecodingContext {
  let message: DecodingMessage
  private let basePath: [any CodingKey]
  /// The keys of the containers that are being decoded, outermost first.
  private var keys: [any CodingKey] = []
  /// The reader of the last map at each level, for the next one if its container is gone.
  private var readers: [MapReader?] = []

  init() {
    message = DecodingMessage()
    basePath = []
  }

  /// A context of its own for a nested container, which may be read from after its parent went on.
  init(parent: DecodingContext, level: Int) {
    message = parent.message
    message.isShared = true
    basePath = parent.codingPath(level: level)
  }

  /// A reader of a map at a level.
  func reader(of head: Head, start: Int, level: Int) -> MapReader {
    while readers.count <= level { readers.append(nil) }
    if readers[level] != nil, isKnownUniquelyReferenced(&readers[level]), let reader = readers[level] {
      reader.move(to: head, start: start)
      return reader
    }
    let reader = MapReader(head: head, start: start)
    readers[level] = reader
    return reader
  }

  /// Sets the key that a container at a level reads at.
  func setKey(_ key: some CodingKey, level: Int) {
    if level < keys.count {
      keys[level] = key
    } else if level == keys.count {
      keys.append(key)
    }
  }

  /// The path of what is inside `level` containers. Built only when somebody asks.
  func codingPath(level: Int) -> [any CodingKey] {
    basePath + keys.prefix(max(level, 0))
  }

  // MARK: Reuse

  /// Whether nobody else holds this context or anything of its message's.
  static func isFree(_ context: inout DecodingContext) -> Bool {
    isKnownUniquelyReferenced(&context) && !context.message.isShared
  }

  /// Forgets what was decoded.
  func clear() {
    keys.removeAll(keepingCapacity: true)
    if readers.count > Self.mostReaders { readers.removeSubrange(Self.mostReaders...) }
    for reader in readers { reader?.forgetIndex() }
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
