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
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for (place, byte) in zip(digits.indices, digits) {
      guard let digit = value(of: byte) else {
        throw invalid("expected a hexadecimal digit", at: place - line.startIndex)
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else {
      throw invalid("the last byte has one digit, but needs two", at: digits.endIndex - 1 - line.startIndex)
    }
    return bytes
  }

  /// Returns the lowercase digits that spell the bytes.
  static func text(of bytes: [UInt8]) -> String {
    bytes.map { Hexadecimal.digits(of: $0, count: 2) }.joined()
  }

  /// Returns the error for text that does not spell bytes.
  static func invalid(_ message: String, at offset: Int) -> CBORError {
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
