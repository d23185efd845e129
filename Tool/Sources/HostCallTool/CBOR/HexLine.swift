// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCallGenerator

/// Converts between bytes and a line of hexadecimal digits.
enum HexLine {
  /// Returns the bytes that a line spells in digits of either case, ignoring white space at its ends.
  ///
  /// - Throws: An error with the code `invalidHex`, whose offset is in bytes from the start of the line.
  static func bytes(of line: ArraySlice<UInt8>) throws(CBORError) -> [UInt8] {
    var digits = line
    while let last = digits.last, isSpace(last) { digits.removeLast() }
    while let first = digits.first, isSpace(first) { digits.removeFirst() }
    return try bytes(of: digits, from: line.startIndex) { _ in false }
  }

  /// Returns the bytes that digits of either case spell.
  ///
  /// - Parameters:
  ///   - text: The digits, and bytes that are ignored.
  ///   - start: The index from which offsets in errors count.
  ///   - isIgnored: Returns whether to ignore a byte; is called once for each.
  static func bytes(
    of text: ArraySlice<UInt8>, from start: Int, ignoring isIgnored: (UInt8) -> Bool
  ) throws(CBORError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var high: (digit: UInt8, place: Int)?
    for (place, byte) in zip(text.indices, text) where !isIgnored(byte) {
      guard let digit = value(of: byte) else { throw invalid("expected a hexadecimal digit", at: place - start) }
      if let first = high {
        bytes.append(first.digit << 4 | digit)
        high = nil
      } else {
        high = (digit, place)
      }
    }
    if let high { throw invalid("the last byte has one digit, but needs two", at: high.place - start) }
    return bytes
  }

  /// Returns the lowercase digits that spell the bytes.
  static func text(of bytes: [UInt8]) -> String {
    bytes.map { Hexadecimal.digits(of: $0, count: 2) }.joined()
  }

  private static func invalid(_ message: String, at offset: Int) -> CBORError {
    CBORError(code: CBORError.Code(rawValue: "invalidHex"), offset: offset, message: message)
  }

  /// Returns whether a byte is white space within a line.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  /// Returns the value of a digit of either case; `nil` for any other character.
  static func value(of byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }
}
