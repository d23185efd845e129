// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DiagnosticParser {
  /// Parses a text or byte string, which may have several parts with `+` or white space between them, and encodes it.
  ///
  /// - Returns: Whether a string was parsed.
  mutating func parseString() throws(CBORDiagnosticError) -> Bool {
    let start = output.count
    guard let first = try parseLiteral() else { return false }
    var (content, hasBytes) = (first.content, false)
    var indicator = try takeIndicator()
    while let next = try parseNextPart(isAfterIndicator: indicator != nil) {
      guard first.isText || !next.isText else {
        throw error("a byte string continues only with byte strings, but this part is text")
      }
      content += next.content
      hasBytes = hasBytes || !next.isText
      indicator = try takeIndicator()
    }
    if first.isText {
      guard !hasBytes || String(validating: content, as: UTF8.self) != nil else {
        throw error("the parts of a text string are not UTF-8 when they are joined")
      }
      output.append(textOf: content.count)
    } else {
      output.append(bytesOf: content.count)
    }
    unsafe content.withUnsafeBytes { unsafe output.append(content: $0) }
    try apply(indicator, toItemAt: start)
    return true
  }

  private typealias Literal = (content: [UInt8], isText: Bool)

  /// Parses the next part of a string; returns `nil` if there is none.
  private mutating func parseNextPart(isAfterIndicator: Bool) throws(CBORDiagnosticError) -> Literal? {
    let end = offset
    skipSpace()
    let place = offset
    let isJoined = take("+")
    if isJoined { skipSpace() }
    guard let literal = try parseLiteral() else {
      if isJoined { throw unexpected("a string after \"+\"") }
      offset = end
      return nil
    }
    guard !isAfterIndicator else {
      offset = place
      throw error("an encoding indicator stands after the last part of a string")
    }
    return literal
  }

  private mutating func parseLiteral() throws(CBORDiagnosticError) -> Literal? {
    if take("\"") { return (try parseQuoted(until: UInt8(ascii: "\"")), true) }
    if take("'") { return (try parseQuoted(until: UInt8(ascii: "'")), false) }
    for alphabet in DigitAlphabet.all where take(alphabet.prefix + "'") {
      return (try parseDigits(alphabet), false)
    }
    return nil
  }

  /// Parses digits up to the closing quote, and returns their bytes.
  mutating func parseDigits(_ alphabet: DigitAlphabet) throws(CBORDiagnosticError) -> [UInt8] {
    let begin = offset
    var bytes: [UInt8] = []
    var bits = 0
    var pending: UInt32 = 0
    while true {
      skipSpace(slashesAreComments: alphabet.value(of: UInt8(ascii: "/")) == nil)
      if take("'") { break }
      guard let byte = peek else { throw unexpected("\"'\"") }
      defer { offset += 1 }
      if alphabet.isPadded, byte == UInt8(ascii: "=") { continue }
      guard let digit = alphabet.value(of: byte) else {
        throw unexpected("a digit of \(alphabet.prefix)'…'")
      }
      pending = pending << UInt32(alphabet.bits) | digit
      bits += alphabet.bits
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
        pending &= (1 << UInt32(bits)) - 1
      }
    }
    // The digits must form whole bytes; the bits left over must be zero, and fewer than a digit has.
    guard bits < alphabet.bits, pending == 0 else {
      offset = begin
      throw error("the digits of \(alphabet.prefix)'…' make no whole bytes")
    }
    return bytes
  }

  /// Parses a quoted string after its opening quote, and returns its UTF-8 with escapes resolved.
  mutating func parseQuoted(until quote: UInt8) throws(CBORDiagnosticError) -> [UInt8] {
    var content: [UInt8] = []
    while let byte = peek {
      offset += 1
      if byte == quote { return content }
      if byte == UInt8(ascii: "\\") {
        content += try parseEscape()
      } else if byte < 0x20, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
        offset -= 1
        throw error("a control character in a string is written as \\u00…")
      } else {
        content.append(byte)
      }
    }
    throw unexpected("\"\(Character(Unicode.Scalar(quote)))\" at the string's end")
  }

  /// Parses one of JSON's escapes, `\u{…}`, or `\'`, after its backslash.
  private mutating func parseEscape() throws(CBORDiagnosticError) -> [UInt8] {
    let escapes: [UInt8: UInt8] = [
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0c, UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d,
      UInt8(ascii: "t"): 0x09, UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "/"): 0x2f,
      UInt8(ascii: "'"): 0x27,
    ]
    if let byte = peek, let escaped = escapes[byte] {
      offset += 1
      return [escaped]
    }
    let begin = offset
    guard take("u") else { throw unexpected("an escape, as \\n or \\u00fc") }
    var value: UInt32
    if take("{") {
      value = try parseHexDigits(1...6)
      try expect("}")
    } else {
      value = try parseHexDigits(4...4)
      if (0xd800...0xdbff).contains(value), take("\\u") {
        let low = try parseHexDigits(4...4)
        value = (0xdc00...0xdfff).contains(low) ? 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00) : 0xd800
      }
    }
    guard let scalar = Unicode.Scalar(value) else {
      offset = begin
      throw error("the escape stands for no character: half of a surrogate pair, or past 10ffff")
    }
    return Array(String(scalar).utf8)
  }

  private mutating func parseHexDigits(_ count: ClosedRange<Int>) throws(CBORDiagnosticError) -> UInt32 {
    let begin = offset
    var value: UInt32 = 0
    while offset - begin < count.upperBound, let byte = peek,
      let digit = Character(Unicode.Scalar(byte)).hexDigitValue
    {
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    guard count.contains(offset - begin) else { throw unexpected("a hexadecimal digit") }
    return value
  }
}
