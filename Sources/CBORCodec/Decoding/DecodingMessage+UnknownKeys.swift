// Keys that a type does not ask for, where they are an error: the maps that keyed containers were opened for are noted
// while a message is decoded, and the keys that were asked for, by their offsets; what was not asked for is found at
// the end.
extension DecodingMessage {
  /// Notes that a keyed container is opened for a map.
  func noteMap(at offset: Int) { openedMaps.insert(offset) }

  /// Notes that a key was asked for.
  func noteKey(at offset: Int) { askedKeys.insert(offset) }

  /// - Throws: `DecodingError` for the first key from the front that was not asked for.
  func checkKeys() throws {
    for map in openedMaps.sorted() {
      let (head, start) = try untaggedHead(at: map)
      guard head.kind == .map else { continue }
      var offset = head.end
      var left = head.isIndefinite ? nil : Int(clamping: head.argument)
      while left != 0 {
        let key = try self.head(at: offset)
        if key.kind == .breakCode { break }
        guard askedKeys.contains(offset) else { throw try unknownKey(key, at: offset, of: start) }
        offset = try end(ofItemAt: end(ofItemAt: offset))
        left = left.map { $0 - 1 }
      }
    }
  }

  private func unknownKey(_ key: Head, at offset: Int, of map: Int) throws -> DecodingError {
    let name = key.kind == .text ? "\"\(try keyText(at: offset, head: key).prefix(64))\"" : key.summary
    return .dataCorrupted(
      .init(
        codingPath: path(to: map),
        debugDescription: "The type does not ask for the key \(name) (at byte \(offset))."))
  }
}
