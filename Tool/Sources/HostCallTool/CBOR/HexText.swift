// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// Reads text that spells bytes in hexadecimal digits, such as the output of `hostcall cbor diag --annotate`.
enum HexText {
  /// Returns the bytes that the digits spell, ignoring white space, and comments from # to the end of a line.
  ///
  /// - Throws: An error with the code `invalidHex`, whose offset is in bytes from the start of the text.
  static func bytes(of text: [UInt8]) throws(CBORError) -> [UInt8] {
    var isComment = false
    return try HexLine.bytes(of: text[...], from: 0) { byte in
      if byte == UInt8(ascii: "\n") {
        isComment = false
        return true
      }
      if byte == UInt8(ascii: "#") { isComment = true }
      return isComment || HexLine.isSpace(byte)
    }
  }

  /// Returns whether bytes consist of pairs of digits and white space, and so are probably not meant as CBOR.
  static func isLikely(_ bytes: [UInt8]) -> Bool {
    var digits = 0
    for byte in bytes {
      if HexLine.value(of: byte) != nil {
        digits += 1
      } else if !HexLine.isSpace(byte), byte != UInt8(ascii: "\n") {
        return false
      }
    }
    return digits >= 2 && digits.isMultiple(of: 2)
  }
}
