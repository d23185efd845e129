// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
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

  /// Returns the error for an item from which a type cannot be decoded.
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

  @inline(never) @usableFromInline
  mutating func keyTwice(_ key: String, at offset: Int) -> any Error {
    dataCorrupted(at: offset, "The dictionary has the key \"\(key.prefix(64))\" already, written in another way")
  }

  @inline(never) @usableFromInline
  mutating func tooManyKeys(_ count: Int, in map: OpenMap) -> any Error {
    dataCorrupted(at: map.start, "A type has at most 256 keys, but this one has \(count)")
  }

  @inline(never) @usableFromInline
  mutating func tooManyLevels() -> any Error {
    let offset = offset
    return error {
      $0.tooManyLevels(at: offset, level: 0)
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
