// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension DecodingContext {
  func date(at offset: Int, level: Int) throws -> Date {
    let strategy = message.options.dateDecodingStrategy
    if case .custom(let decode) = strategy { return try customDate(decode, at: offset, level: level) }
    if message.isSequential(at: offset), let date = message.cursor.date(message.depthLeft) { return date }
    try message.scan()
    var start = offset
    var head = try message.head(at: start)
    var tag: UInt64?
    while head.kind == .tag {
      // Of tags 0 and 1, the innermost applies. Another tag gives the content another meaning, such as a calendar day
      // (RFC 8943), except the tag for self-described CBOR (RFC 8949 §3.4.6).
      guard TagNumber.isDate(head.argument) || head.argument == TagNumber.selfDescribed else {
        throw corrupted("A date has tag 0 or 1, and not tag \(head.argument)", at: start, level: level)
      }
      if TagNumber.isDate(head.argument) { tag = head.argument }
      start = head.end
      head = try message.head(at: start)
    }
    if head.kind == .text, tag != TagNumber.epochDate {
      let text = try text(of: head, at: start)
      guard let seconds = InternetDate.secondsSince1970(text) else {
        throw corrupted("\"\(text.prefix(64))\" is no RFC 3339 date and time", at: start, level: level)
      }
      return Date(timeIntervalSince1970: seconds)
    }
    guard tag != TagNumber.internetDate, [.unsigned, .negative, .float].contains(head.kind) else {
      throw mismatch(Date.self, found: head, at: start, level: level)
    }
    let number = try dateNumber(head, at: start, level: level)
    if tag == TagNumber.epochDate { return Date(timeIntervalSince1970: number) }
    switch strategy {
    case .secondsSince1970: return Date(timeIntervalSince1970: number)
    case .millisecondsSince1970: return Date(timeIntervalSince1970: number / 1000)
    case .tagged, .custom:
      throw DecodingError.typeMismatch(
        Date.self,
        .init(
          codingPath: codingPath(level: level),
          debugDescription: "Expected a date but found a number without tag 1, "
            + "and the dateDecodingStrategy says nothing about those (at byte \(start))."))
    }
  }

  private func customDate(
    _ decode: (any Decoder) throws -> Date, at offset: Int, level: Int
  ) throws -> Date {
    // A custom date takes about the stack of four values in debug builds.
    try beginValue(at: offset, level: level, weight: 4)
    defer { message.levelsLeft &+= 4 }
    let position = message.position
    let date = try decode(ItemDecoder(context: self, offset: offset, level: level))
    if message.isSequential { try message.endItem(at: offset, position) }
    return date
  }

  /// Returns the number of a date.
  ///
  /// Converting an integer beyond 53 bits to a double loses less than matters at that distance from 1970.
  private func dateNumber(_ head: Head, at offset: Int, level: Int) throws -> Double {
    switch head.kind {
    case .unsigned: Double(head.argument)
    // The sum is exact, so that the number is rounded once, as when it is read in place.
    case .negative: head.argument == .max ? -0x1p64 : -Double(head.argument + 1)
    default: try finiteNumber(at: offset, level: level)
    }
  }

  /// Returns a number after checking that it is finite, since Foundation traps when it describes a date that is not.
  private func finiteNumber(at offset: Int, level: Int) throws -> Double {
    let number = try float(Double.self, at: offset, level: level)
    guard number.isFinite else {
      throw corrupted("A date must be finite, and not \(number)", at: offset, level: level)
    }
    return number
  }

  func uuid(at offset: Int, level: Int) throws -> UUID {
    if message.isSequential(at: offset), let identifier = message.cursor.uuid(message.depthLeft) { return identifier }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    switch head.kind {
    case .bytes:
      let bytes = try message.input.stringContent(at: start, head: head).content
      guard let identifier = unsafe bytes.withUnsafeBytes({ unsafe UUID(networkOrder: $0) }) else {
        throw corrupted("A UUID has 16 bytes, and this one \(bytes.count)", at: start, level: level)
      }
      return identifier
    case .text:
      let text = try text(of: head, at: start)
      guard let identifier = UUID(uuidString: text) else {
        throw corrupted("\"\(text.prefix(64))\" is no UUID", at: start, level: level)
      }
      return identifier
    default:
      throw mismatch(UUID.self, found: head, at: start, level: level)
    }
  }

  func url(at offset: Int, level: Int) throws -> URL {
    if message.isSequential(at: offset), let url = message.cursor.url(message.depthLeft) { return url }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    guard head.kind == .text else { throw mismatch(URL.self, found: head, at: start, level: level) }
    let text = try text(of: head, at: start)
    guard let url = URL(string: text) else {
      throw corrupted("\"\(text.prefix(64))\" is no URL", at: start, level: level)
    }
    return url
  }

  func decimal(at offset: Int, level: Int) throws -> Decimal {
    if message.isSequential(at: offset), let decimal = message.cursor.decimal(message.depthLeft) { return decimal }
    try message.scan()
    var start = offset
    var head = try message.head(at: start)
    while head.kind == .tag, !TagNumber.isBignum(head.argument) {
      if head.argument == TagNumber.decimalFraction { return try decimalFraction(at: head.end, level: level) }
      start = head.end
      head = try message.head(at: start)
    }
    switch head.kind {
    case .unsigned, .negative, .tag:
      return try decimal(mantissaAt: start, exponent: 0, level: level)
    case .float:
      // Uses the shortest decimal that reads as this number, so that 0.1 does not become its 55 digits.
      return try decimal(text: "\(Double(bitPattern: head.argument))", at: start, level: level)
    case .text:
      return try decimal(text: try text(of: head, at: start), at: start, level: level)
    default:
      throw mismatch(Decimal.self, found: head, at: start, level: level)
    }
  }

  /// Decodes the content of tag 4, an array of exponent and mantissa.
  private func decimalFraction(at offset: Int, level: Int) throws -> Decimal {
    let head = try message.head(at: offset)
    guard head.kind == .array, try message.count(ofElementsIn: head) == 2 else {
      throw corrupted("A decimal fraction is an array of exponent and mantissa", at: offset, level: level)
    }
    let exponent = try integer(Int.self, at: head.end, level: level)
    return try decimal(mantissaAt: message.end(ofItemAt: head.end), exponent: exponent, level: level)
  }

  private func decimal(mantissaAt offset: Int, exponent: Int, level: Int) throws -> Decimal {
    guard let (argument, isNegative) = try integerArgument(at: offset) else {
      throw corrupted("The mantissa of a decimal is no integer of up to 128 bits", at: offset, level: level)
    }
    // The argument of a negative n is −1 − n.
    let (magnitude, overflow) = argument.addingReportingOverflow(isNegative ? 1 : 0)
    let parts = DecimalParts(magnitude: magnitude, isNegative: isNegative, exponent: exponent)
    guard !overflow, let decimal = parts.decimal else {
      throw corrupted("A decimal fraction does not fit into Decimal", at: offset, level: level)
    }
    return decimal
  }

  private func decimal(text: String, at offset: Int, level: Int) throws -> Decimal {
    guard let decimal = DecimalParts(text: text)?.decimal else {
      throw corrupted("\"\(text.prefix(64))\" is no number that a Decimal holds", at: offset, level: level)
    }
    return decimal
  }
}
