// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Parts of this package's encoder and decoder for the types of this folder.

extension ItemEncoder {
  /// Encodes a value in tags as the encoder's item.
  ///
  /// - Parameter tags: The numbers of the tags, from the outermost to the innermost.
  func encode<Value: Encodable>(_ value: Value, tags: [UInt64]) throws {
    let storage = try begin()
    let (mark, depth) = (storage.mark, storage.depth)
    defer { storage.frames[position.level].depth = depth }
    do {
      try storage.checkDepth(adding: tags.count)
      for tag in tags { storage.output.append(tag: tag) }
      storage.frames[position.level].depth = depth + tags.count
      try storage.encodeItem(value)
    } catch {
      storage.rollBack(to: mark)
      throw error
    }
    storage.frames[position.level].content = .single
  }

  /// Writes the bytes of an encoded item as the encoder's item.
  func encode(raw bytes: [UInt8]) throws {
    let storage = try begin()
    try storage.checkDepth()
    var limits = CBORLimits.none
    limits.nestingDepth = storage.options.limits.nestingDepth - storage.depth
    limits.rejectsDuplicateKeys = false
    limits.rejectsInvalidUTF8 = false
    do throws(CBORError) {
      var decoder = CBORDecoder()
      decoder.limits = limits
      try decoder.validate(bytes)
    } catch {
      throw storage.error("An item that cannot stand here: \(error).", value: bytes, path: codingPath)
    }
    storage.addSplice(.opaque(bytes.count))
    unsafe bytes.withUnsafeBytes { unsafe storage.output.append(content: $0) }
    storage.frames[position.level].content = .single
  }

  private func begin() throws -> EncodingStorage {
    try position.check()
    let storage = position.storage
    guard storage.frames[position.level].content == .nothing else {
      throw storage.error("The value was encoded already.", path: codingPath)
    }
    return storage
  }
}

extension ItemDecoder {
  /// Returns the tags around the item that do not belong to a type, from the outermost to the innermost, and a decoder
  /// for the item inside them.
  func tags(of type: Any.Type) throws -> (tags: [UInt64], content: ItemDecoder) {
    try context.message.scan()
    var tags: [UInt64] = []
    var offsets = [offset]
    var head = try context.message.head(at: offset)
    while head.kind == .tag {
      tags.append(head.argument)
      offsets.append(head.end)
      head = try context.message.head(at: head.end)
    }
    let count = OwnTags.start(of: type, in: tags[...], around: head) ?? tags.count
    return (Array(tags[..<count]), ItemDecoder(context: context, offset: offsets[count], level: level))
  }

  /// Returns the content of a byte string that may be in tag 24, and whether it is.
  func embeddedBytes() throws -> (bytes: [UInt8], isTagged: Bool) {
    try context.message.scan()
    var (start, isTagged) = (offset, false)
    var head = try context.message.head(at: start)
    for number in [TagNumber.selfDescribed, TagNumber.encodedItem] where head.kind == .tag && head.argument == number {
      (start, isTagged) = (head.end, number == TagNumber.encodedItem)
      head = try context.message.head(at: start)
    }
    guard head.kind == .bytes else { throw context.mismatch([UInt8].self, found: head, at: start, level: level) }
    return (try context.message.input.stringContent(at: start, head: head).content, isTagged)
  }

  /// Decodes a value from a tag, which must be present.
  func decode<Value: Decodable>(_ type: Value.Type, inTag number: UInt64) throws -> Value {
    try context.message.scan()
    var head = try context.message.head(at: offset)
    if head.kind == .tag, head.argument == TagNumber.selfDescribed, number != TagNumber.selfDescribed {
      head = try context.message.head(at: head.end)
    }
    guard head.kind == .tag, head.argument == number else {
      throw context.corrupted("Expected tag \(number) but found \(head.summary)", at: offset, level: level)
    }
    return try ItemDecoder(context: context, offset: head.end, level: level).decode(type)
  }

  /// Returns the bytes of the item.
  func rawItem() throws -> [UInt8] {
    try context.message.scan()
    guard offset != DecodingMessage.absent else { return [0xf6] }
    return context.message.input.array(in: offset..<(try context.message.end(ofItemAt: offset)))
  }

  /// Decodes a value from a message of its own, which is the content of the item.
  func decode<Value: Decodable>(_ type: Value.Type, embeddedIn bytes: [UInt8]) throws -> Value {
    let path = codingPath
    let decoder = context.message.options.decoder(levelsFewer: path.count + 2)
    do {
      return try decoder.decode(type, from: bytes)
    } catch let error as CBORError {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: path,
          debugDescription: "The content of the byte string is no item that can be read (at byte \(offset)).",
          underlyingError: error))
    } catch let error as DecodingError {
      throw error.moved(behind: path)
    }
  }
}
