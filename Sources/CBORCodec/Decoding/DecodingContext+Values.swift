// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DecodingContext {
  /// Decodes the item at an offset.
  ///
  /// - Parameters:
  ///   - traits: The type's traits, if they have been looked up; then it is no type that the codec knows. A function of
  ///     its own for this case would take more of the stack in each level of a message.
  ///   - level: The number of this context's containers around the item.
  func decode<Value: Decodable>(
    _ type: Value.Type, _ traits: CodingTraits? = nil, at offset: Int, level: Int
  ) throws -> Value {
    if traits == nil, let kind = KnownType.of(type) { return try decodeKnown(type, kind, at: offset, level: level) }
    let traits = traits ?? CodingTraits.of(type)
    if let direct = traits.decodable, message.options.usesDefaults, offset != DecodingMessage.absent {
      return try decode(direct, as: type, at: offset, level: level)
    }
    if let bytes = traits.bytes { return try decode(bytes, as: type, at: offset, level: level) }
    if let dictionary = traits.dictionary { return try decode(dictionary, as: type, at: offset, level: level) }
    return try decodeByContainers(type, at: offset, level: level)
  }

  /// Decodes the item at an offset through the type's `init(from:)`.
  func decodeByContainers<Value: Decodable>(_ type: Value.Type, at offset: Int, level: Int) throws -> Value {
    try beginValue(at: offset, level: level)
    defer { message.levelsLeft &+= 1 }
    let decoder = ItemDecoder(context: self, offset: offset, level: level)
    guard message.isSequential(at: offset) else { return try type.init(from: decoder) }
    let position = message.position
    let value = try type.init(from: decoder)
    try message.endItem(at: offset, position)
    return value
  }

  /// Counts a value that is decoded inside others by code outside of the codec.
  ///
  /// - Parameter weight: The number of values that it counts as.
  /// - Throws: `DecodingError` if there are too many, as for a type that decodes itself from its own item.
  @inline(__always)
  func beginValue(at offset: Int, level: Int, weight: Int = 1) throws {
    guard message.levelsLeft >= 0 else { throw tooManyLevels(at: offset, level: level) }
    message.levelsLeft &-= weight
  }

  private func decode<Direct: CBORDecodable, Value>(
    _ direct: Direct.Type, as type: Value.Type, at offset: Int, level: Int
  ) throws -> Value {
    known(try directly(direct, at: offset, level: level), as: type)
  }

  private func decode<Bytes: DecodableBytes, Value>(
    _ bytes: Bytes.Type, as type: Value.Type, at offset: Int, level: Int
  ) throws -> Value {
    known(try unsafe self.bytes(at: offset, level: level) { unsafe bytes.init($0) }, as: type)
  }

  private func decode<Pairs: DecodableDictionary, Value>(
    _ dictionary: Pairs.Type, as type: Value.Type, at offset: Int, level: Int
  ) throws -> Value {
    known(try dictionary.init(from: self, at: offset, level: level), as: type)
  }

  /// Decodes the item at an offset through the type's ``CBORDecodable`` conformance.
  func directly<Value: CBORDecodable>(_ type: Value.Type, at offset: Int, level: Int) throws -> Value {
    try beginValue(at: offset, level: level)
    defer { message.levelsLeft &+= 1 }
    if !message.isSequential(at: offset) { try message.scan() }
    beginReading(at: offset, level: level)
    var reader = message.reader(at: offset, of: self)
    let value = try type.init(from: &reader)
    try message.resume(behind: reader)
    return value
  }

  /// Returns whether the item is `null` or `undefined`, which Swift does not distinguish.
  func isNull(at offset: Int) throws -> Bool {
    try message.untaggedHead(at: offset).head.isNull
  }
}

extension DecodingError {
  /// Returns this error with `path` before its own path.
  func moved(behind path: [any CodingKey]) -> DecodingError {
    func moved(_ context: Context) -> Context {
      Context(
        codingPath: path + context.codingPath, debugDescription: context.debugDescription,
        underlyingError: context.underlyingError)
    }
    switch self {
    case .typeMismatch(let type, let context): return .typeMismatch(type, moved(context))
    case .valueNotFound(let type, let context): return .valueNotFound(type, moved(context))
    case .keyNotFound(let key, let context): return .keyNotFound(key, moved(context))
    case .dataCorrupted(let context): return .dataCorrupted(moved(context))
    @unknown default: return self
    }
  }
}
