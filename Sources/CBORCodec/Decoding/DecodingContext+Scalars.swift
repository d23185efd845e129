// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DecodingContext {
  func bool(at offset: Int, level: Int) throws -> Bool {
    if let value = message.fastBool(at: offset) { return value }
    try message.scan()
    let (head, offset) = try message.untaggedHead(at: offset)
    guard let value = head.bool else { throw mismatch(Bool.self, found: head, at: offset, level: level) }
    return value
  }

  /// Decodes an integer of any width, from major types 0 and 1 and from bignums.
  ///
  /// - Throws: `DecodingError.dataCorrupted` if the type cannot hold it.
  func integer<Integer: FixedWidthInteger>(_ type: Integer.Type, at offset: Int, level: Int) throws -> Integer {
    if let value = message.fastInteger(type, at: offset) { return value }
    try message.scan()
    if let (argument, isNegative) = try integerArgument(at: offset) {
      if let value = Self.integer(type, argument: argument, isNegative: isNegative) { return value }
      let sign = isNegative ? "negative" : "positive"
      let number = Self.integer(Int128.self, argument: argument, isNegative: isNegative).map { "\($0)" }
      throw corrupted(
        "The integer \(number ?? "of 128 bits, \(sign),") does not fit into \(type)", at: offset, level: level
      )
    }
    let (head, start) = try message.untaggedHead(at: offset)
    if head.kind == .float, message.options.acceptsIntegralFloats {
      let number = Double(bitPattern: head.argument)
      if let value = Integer(exactly: number) { return value }
      throw corrupted("The number \(number) is no integer that fits into \(type)", at: start, level: level)
    }
    // A byte string in tag 2 or 3 that reaches this point is too long for any type.
    guard head.kind != .bytes || start == offset else {
      throw corrupted("A bignum, or other tagged bytes, does not fit into \(type)", at: offset, level: level)
    }
    throw mismatch(type, found: head, at: start, level: level)
  }

  /// Returns the argument of the integer at an offset, which is n, or −1 − n if the integer is negative.
  ///
  /// Tags around the integer are ignored.
  ///
  /// - Returns: The argument; `nil` if the item is not an integer or has more than 128 bits.
  func integerArgument(at offset: Int) throws -> (argument: UInt128, isNegative: Bool)? {
    var head = try message.head(at: offset)
    while head.kind == .tag {
      if TagNumber.isBignum(head.argument),
        let (content, _) = try message.input.bignumContent(at: head.end)
      {
        return UInt128(networkOrder: content).map { ($0, head.argument == TagNumber.negativeBignum) }
      }
      head = try message.head(at: head.end)
    }
    guard head.kind == .unsigned || head.kind == .negative else { return nil }
    return (UInt128(head.argument), head.kind == .negative)
  }

  /// Returns the integer n, or −1 − n if it is negative; `nil` if the type cannot hold it.
  private static func integer<Integer: FixedWidthInteger>(
    _ type: Integer.Type, argument: UInt128, isNegative: Bool
  ) -> Integer? {
    guard isNegative else { return Integer(exactly: argument) }
    return Int128(exactly: argument).flatMap { Integer(exactly: ~$0) }
  }

  /// Decodes a floating-point number from a float of any width, or from an integer that the type can represent exactly.
  ///
  /// - Throws: `DecodingError.dataCorrupted` for an integer that the type cannot represent exactly, and for a number
  ///   beyond its range.
  func float<Number: BinaryFloatingPoint>(_ type: Number.Type, at offset: Int, level: Int) throws -> Number {
    if let value = message.fastFloat(type, at: offset) { return value }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    switch head.kind {
    case .float:
      let wide = Double(bitPattern: head.argument)
      let value = Number(wide)
      guard value.isFinite || !wide.isFinite else {
        throw corrupted("The number \(wide) does not fit into \(type)", at: start, level: level)
      }
      return value
    case .unsigned, .negative, .bytes:
      // A byte string may be a bignum; if it is not, the error names what was found.
      guard let (argument, isNegative) = try integerArgument(at: offset) else {
        throw mismatch(type, found: head, at: start, level: level)
      }
      guard let value = Self.float(type, argument: argument, isNegative: isNegative) else {
        throw corrupted("\(type) cannot hold this integer exactly", at: start, level: level)
      }
      return value
    default:
      throw mismatch(type, found: head, at: start, level: level)
    }
  }

  /// Returns the integer n, or −1 − n if it is negative; `nil` if the type cannot represent it exactly.
  private static func float<Number: BinaryFloatingPoint>(
    _ type: Number.Type, argument: UInt128, isNegative: Bool
  ) -> Number? {
    guard isNegative else { return Number(exactly: argument) }
    let (magnitude, overflow) = argument.addingReportingOverflow(1)
    return overflow ? nil : Number(exactly: magnitude).map { -$0 }
  }

  func string(at offset: Int, level: Int) throws -> String {
    if let value = message.fastString(at: offset) { return value }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    guard head.kind == .text else { throw mismatch(String.self, found: head, at: start, level: level) }
    return try text(of: head, at: start)
  }

  /// Returns the text of a text string, given its head.
  func text(of head: Head, at offset: Int) throws(CBORError) -> String {
    guard head.isIndefinite else {
      return message.input.string(
        in: try message.input.definiteContent(of: head, at: offset),
        isChecked: message.options.limits.rejectsInvalidUTF8)
    }
    return String(decoding: try message.input.stringContent(at: offset, head: head).content, as: UTF8.self)
  }
}
