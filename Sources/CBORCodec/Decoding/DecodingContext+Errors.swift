// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DecodingContext {
  private func context(_ description: String, at offset: Int, level: Int) -> DecodingError.Context {
    let place = offset == DecodingMessage.absent ? "" : " (at byte \(offset))"
    return DecodingError.Context(
      codingPath: codingPath(level: level), debugDescription: description + place + ".")
  }

  /// Returns the error for an item from which a type cannot be decoded.
  func mismatch(_ type: Any.Type, found head: Head, at offset: Int, level: Int) -> DecodingError {
    if head.isNull {
      return .valueNotFound(
        type, context("Expected \(type) but found \(head.summary)", at: offset, level: level))
    }
    return .typeMismatch(
      type, context("Expected \(type) but found \(head.summary)", at: offset, level: level))
  }

  /// Returns the error for a key that no dictionary with this key type can have.
  func mismatch(_ type: Any.Type, foundKey found: String, at offset: Int, level: Int) -> DecodingError {
    let context = context("Expected a key of type \(type) but found \(found)", at: offset, level: level)
    return type == String.self || type == Int.self ? .typeMismatch(type, context) : .dataCorrupted(context)
  }

  /// Returns the error for a key that is neither text nor an integer that an `Int` can hold.
  func unsuitableKey(_ found: Head, at offset: Int, level: Int) -> DecodingError {
    corrupted("A dictionary's keys are text or integers, and this one is \(found.summary)", at: offset, level: level)
  }

  func corrupted(_ description: String, at offset: Int, level: Int) -> DecodingError {
    .dataCorrupted(context(description, at: offset, level: level))
  }

  @inline(never)
  func tooManyLevels(at offset: Int, level: Int) -> DecodingError {
    corrupted(
      "More than \(message.options.limits.levelLimit) values inside each other; does a type decode itself?", at: offset,
      level: level)
  }

  /// - Parameter number: The key as an integer, if it has an integer form.
  func keyNotFound(_ key: some CodingKey, or number: Int?, at offset: Int, level: Int) -> DecodingError {
    let other = number.map { ", and no key \($0)" } ?? ""
    return .keyNotFound(
      key, context("The map has no key \"\(key.stringValue)\"\(other)", at: offset, level: level))
  }

  /// Returns the error for a map that has a field's key as text and as an integer, since either may be meant.
  ///
  /// - Parameters:
  ///   - offset: The offset of the later of the two keys.
  ///   - level: The level of the map.
  func keyInBothForms(_ text: String, _ number: Int, at offset: Int, level: Int) -> DecodingError {
    setKey(CodingPathKey(stringValue: text), level: level)
    return corrupted(
      "The map has the key \"\(text)\" twice, as text and as the integer \(number)", at: offset, level: level + 1)
  }

  func atEnd(_ type: Any.Type, at offset: Int, level: Int) -> DecodingError {
    .valueNotFound(
      type, context("Expected \(type) but the array has no more elements", at: offset, level: level))
  }
}
