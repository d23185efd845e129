extension DiagnosticParser {
  /// Parses a text or byte string and writes it.
  ///
  /// - Returns: Whether there was one.
  mutating func parseString() throws(CBORDiagnosticError) -> Bool {
    let start = output.count
    if take("\"") {
      let content = try parseQuoted(until: UInt8(ascii: "\""))
      output.append(textOf: content.count)
      unsafe content.withUnsafeBytes { unsafe output.append(content: $0) }
    } else if let content = try parseBytes() {
      unsafe content.withUnsafeBytes { unsafe output.append(bytes: $0) }
    } else {
      return false
    }
    try apply(takeIndicator(), toItemAt: start)
    return true
  }

  /// - Returns: The bytes of a byte string, if there is one.
  private mutating func parseBytes() throws(CBORDiagnosticError) -> [UInt8]? {
    if take("'") { return try parseQuoted(until: UInt8(ascii: "'")) }
    for alphabet in DigitAlphabet.all where take(alphabet.prefix + "'") {
      return try parseDigits(alphabet)
    }
    return nil
  }

  private mutating func parseDigits(_ alphabet: DigitAlphabet) throws(CBORDiagnosticError) -> [UInt8] {
    let begin = offset
    var bytes: [UInt8] = []
    var bits = 0
    var pending: UInt32 = 0
    while !take("'") {
      guard let byte = peek else { throw unexpected("\"'\"") }
      defer { offset += 1 }
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        || byte == UInt8(ascii: "\t") || (alphabet.isPadded && byte == UInt8(ascii: "="))
      {
        continue
      }
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
    // Digits fill bytes; what is over is less than a digit, and zero.
    guard bits < alphabet.bits, pending == 0 else {
      offset = begin
      throw error("the digits of \(alphabet.prefix)'…' make no whole bytes")
    }
    return bytes
  }

  /// The UTF-8 of what stands between quotes, escapes resolved.
  private mutating func parseQuoted(until quote: UInt8) throws(CBORDiagnosticError) -> [UInt8] {
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

  /// One of JSON's escapes, or `\u{…}` or `\'`.
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

/// The digits of one of the forms of byte strings: base 16, 32 and 64 of RFC 4648.
struct DigitAlphabet {
  let prefix: String
  let bits: Int
  private let values: [UInt8: UInt32]

  private init(_ prefix: String, bits: Int, digits: String...) {
    self.prefix = prefix
    self.bits = bits
    var values: [UInt8: UInt32] = [:]
    for alphabet in digits {
      for (value, byte) in alphabet.utf8.enumerated() { values[byte] = UInt32(value) }
    }
    self.values = values
  }

  var isPadded: Bool { bits < 8 && bits != 4 }

  func value(of byte: UInt8) -> UInt32? { values[byte] }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let allLetters = letters + letters.lowercased() + "0123456789"

  static let all = [
    DigitAlphabet("h", bits: 4, digits: "0123456789abcdef", "0123456789ABCDEF"),
    DigitAlphabet("b64", bits: 6, digits: allLetters + "+/", allLetters + "-_"),
    DigitAlphabet("b32", bits: 5, digits: letters + "234567"),
    DigitAlphabet("h32", bits: 5, digits: "0123456789ABCDEFGHIJKLMNOPQRSTUV"),
  ]
}
