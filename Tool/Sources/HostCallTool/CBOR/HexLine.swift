internal import CBORCodec

/// Bytes as a line of hexadecimal digits.
enum HexLine {
  /// The bytes that a line spells, of any case, white space at its ends ignored.
  ///
  /// - Throws: An error of the code `invalidHex`, whose offset counts from the line's start in bytes.
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
      throw invalid("the last byte has one digit only", at: digits.endIndex - 1 - line.startIndex)
    }
    return bytes
  }

  /// The digits that spell some bytes, in lower case.
  static func text(of bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 0xf))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Whether bytes look like digits rather than like CBOR: pairs of them, and white space.
  static func isLikely(_ bytes: [UInt8]) -> Bool {
    var digits = 0
    for byte in bytes {
      if value(of: byte) != nil {
        digits += 1
      } else if !isSpace(byte), byte != UInt8(ascii: "\n") {
        return false
      }
    }
    return digits >= 2 && digits.isMultiple(of: 2)
  }

  private static func invalid(_ message: String, at offset: Int) -> CBORError {
    CBORError(code: CBORError.Code(rawValue: "invalidHex"), offset: offset, message: message)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func value(of byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
