// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Detects keys that a type does not ask for, if those are errors. During decoding, the offsets of opened maps and
// requested keys are recorded. At the end, the keys of those maps that were not requested are found.
extension DecodingMessage {
  /// Records that a keyed container was opened for a map.
  func noteMap(at offset: Int) { openedMaps.insert(offset) }

  /// Records that a key was requested.
  func noteKey(at offset: Int) { requestedKeys.insert(offset) }

  /// Checks that every key of every opened map was requested.
  ///
  /// - Throws: `DecodingError` for the first key that was not.
  func checkKeys() throws {
    for map in openedMaps.sorted() {
      let (head, start) = try untaggedHead(at: map)
      guard head.kind == .map else { continue }
      var offset = head.end
      var left = head.isIndefinite ? nil : Int(clamping: head.argument)
      // The requested keys, of which later duplicates may be allowed.
      var asked: Set<[UInt8]> = []
      while left != 0 {
        let key = try self.head(at: offset)
        if key.kind == .breakCode { break }
        if options.limits.rejectsDuplicateKeys {
          guard requestedKeys.contains(offset) else { throw try unknownKey(key, at: offset, of: start) }
        } else {
          let bytes = try DeterministicEncoding.bytes(of: input, at: offset)
          if requestedKeys.contains(offset) { asked.insert(bytes) }
          guard asked.contains(bytes) else { throw try unknownKey(key, at: offset, of: start) }
        }
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
