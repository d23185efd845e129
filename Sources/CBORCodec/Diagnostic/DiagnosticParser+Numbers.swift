// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The requested encoding of an item's length or argument (RFC 8949 §8.1).
enum EncodingIndicator {
  case indefinite
  /// An argument of 1, 2, 4 or 8 bytes, for 0 to 3.
  case width(UInt8)
}

extension DiagnosticParser {
  // MARK: Encoding indicators

  /// Parses an encoding indicator, `_` or `_0` to `_3`, if there is one.
  mutating func takeIndicator() throws(CBORDiagnosticError) -> EncodingIndicator? {
    guard take("_") else { return nil }
    guard let digit = peek, isAtDigit else { return .indefinite }
    guard digit <= UInt8(ascii: "3") else { throw unexpected("an encoding indicator, _ or _0 to _3") }
    offset += 1
    return .width(digit - UInt8(ascii: "0"))
  }

  /// Replaces the head of the item at `start` with the one that an indicator requests.
  mutating func apply(_ indicator: EncodingIndicator?, toItemAt start: Int) throws(CBORDiagnosticError) {
    switch indicator {
    case nil: break
    case .indefinite: try makeIndefinite(itemAt: start)
    case .width(let width):
      guard output.widenHead(at: start, to: width) else {
        throw error("an encoding indicator asks for \(1 << width) bytes, and the argument needs more")
      }
    }
  }

  private mutating func makeIndefinite(itemAt start: Int) throws(CBORDiagnosticError) {
    let initial = output.byte(at: start)
    let isContainer = initial & 0xe0 == 0x80 || initial & 0xe0 == 0xa0
    guard isContainer || initial == 0x40 || initial == 0x60 else {
      throw error("only an array, a map or an empty string is indefinite by \"_\"; a string's chunks stand in (_ …)")
    }
    guard output.makeIndefinite(at: start) else { return }
    output.appendBreak()
  }

  // MARK: Numbers

  /// Parses a number, or a tag if `(` follows an integer.
  mutating func parseNumberOrTag(depth: Int) throws(CBORDiagnosticError) {
    let start = output.count
    if take("-Infinity") { return try write(-.infinity) }
    let begin = offset
    let isNegative = take("-")
    if try parseHexadecimalFloat(from: begin) { return }
    for (prefix, radix) in [("0x", UInt32(16)), ("0o", 8), ("0b", 2)] where take(prefix) {
      return try parseInteger(radix: radix, isNegative: isNegative, writingAt: start, depth: depth)
    }
    let digits = offset
    skipDigits()
    guard offset > digits else { throw unexpected("a digit") }
    guard peek == UInt8(ascii: ".") || peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") else {
      offset = digits
      return try parseInteger(radix: 10, isNegative: isNegative, writingAt: start, depth: depth)
    }
    try skipFraction()
    guard let number = Double(String(decoding: text[begin..<offset], as: UTF8.self)), number.isFinite else {
      offset = begin
      throw unexpected("a number that a float of 8 bytes holds")
    }
    try write(number)
  }

  /// Parses a float in C's notation, such as `0x1.8p0` (RFC 8610, appendix G.5), and encodes it.
  ///
  /// - Parameter begin: The offset of the number, including its sign.
  /// - Returns: Whether a float was parsed; an integer is left unparsed.
  private mutating func parseHexadecimalFloat(from begin: Int) throws(CBORDiagnosticError) -> Bool {
    let digits = offset
    guard take("0x") else { return false }
    skipHexadecimalDigits()
    let hasPoint = take(".")
    if hasPoint {
      let fraction = offset
      skipHexadecimalDigits()
      guard offset > fraction else { throw unexpected("a hexadecimal digit after the point") }
    }
    guard take("p") || take("P") else {
      if hasPoint { throw unexpected("\"p\" and the exponent of a hexadecimal float") }
      offset = digits
      return false
    }
    _ = take("+") || take("-")
    let exponent = offset
    skipDigits()
    guard offset > exponent else { throw unexpected("a digit of the exponent") }
    guard let number = Double(String(decoding: text[begin..<offset], as: UTF8.self)), number.isFinite else {
      offset = begin
      throw unexpected("a number that a float of 8 bytes holds")
    }
    try write(number)
    return true
  }

  private mutating func skipHexadecimalDigits() {
    while let byte = peek, Character(Unicode.Scalar(byte)).isHexDigit { offset += 1 }
  }

  private mutating func skipFraction() throws(CBORDiagnosticError) {
    if take(".") {
      let start = offset
      skipDigits()
      guard offset > start else { throw unexpected("a digit after the point") }
    }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      let start = offset
      skipDigits()
      guard offset > start else { throw unexpected("a digit of the exponent") }
    }
  }

  private mutating func parseInteger(
    radix: UInt32, isNegative: Bool, writingAt start: Int, depth: Int
  ) throws(CBORDiagnosticError) {
    let begin = offset
    var magnitude = Magnitude()
    while let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix {
      guard magnitude.multiply(by: radix, adding: UInt32(digit)) else {
        offset = begin
        throw error("an integer of more than \(Magnitude.size * 8) bits; write it as 2(h'…') or 3(h'…')")
      }
      offset += 1
    }
    guard offset > begin else { throw unexpected("a digit") }
    let indicator = try takeIndicator()
    if peek == UInt8(ascii: "(") {
      let argument = argument(of: magnitude)
      guard !isNegative, let argument else {
        offset = begin
        throw error("a tag's number is from 0 to 18446744073709551615")
      }
      return try parseTag(argument, indicator, writingAt: start, depth: depth)
    }
    if isNegative, !magnitude.isZero {
      magnitude.decrement()
      write(magnitude, isNegative: true)
    } else {
      write(magnitude, isNegative: false)
    }
    try apply(indicator, toItemAt: start)
  }

  private mutating func parseTag(
    _ number: UInt64, _ indicator: EncodingIndicator?, writingAt start: Int, depth: Int
  ) throws(CBORDiagnosticError) {
    try expect("(")
    output.append(tag: number)
    try apply(indicator, toItemAt: start)
    try parseItem(depth: depth + 1)
    skipSpace()
    try expect(")")
  }

  private func argument(of magnitude: Magnitude) -> UInt64? {
    let bytes = magnitude.bytes
    return bytes.count > 8 ? nil : bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// - Parameter magnitude: The integer n, or −1 − n if it is negative.
  private mutating func write(_ magnitude: Magnitude, isNegative: Bool) {
    if let argument = argument(of: magnitude) {
      isNegative ? output.append(negative: argument) : output.append(unsigned: argument)
    } else {
      output.append(tag: TagNumber.bignum(isNegative: isNegative))
      unsafe magnitude.bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
    }
  }

  /// Encodes a float in the width that an indicator after it requests, or else in the shortest.
  mutating func write(_ number: Double) throws(CBORDiagnosticError) {
    let place = offset
    let indicator = try takeIndicator()
    guard let indicator else { return output.append(shortest: number) }
    guard case .width(let width) = indicator, width > 0, output.append(float: number, width: width) else {
      offset = place
      throw error("a float has _1, _2 or _3, for 2, 4 or 8 bytes, if those hold its value")
    }
  }
}
