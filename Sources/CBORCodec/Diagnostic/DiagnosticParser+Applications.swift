// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Literals of the form prefix'…' other than byte strings: the application-oriented extensions of
// draft-ietf-cbor-edn-literals-26.
extension DiagnosticParser {
  /// Parses a date, or a float given by its bits, and encodes it.
  ///
  ///   dt'1969-07-21T02:56:16Z'   -14159024        DT'1969-07-21T02:56:16Z'   1(-14159024)
  ///   float'7e00'                NaN              float'47110815'            37128.08203125
  ///
  /// - Returns: Whether a literal was parsed.
  mutating func parseApplication(depth: Int) throws(CBORDiagnosticError) -> Bool {
    if take("dt'") {
      try parseDate()
    } else if take("DT'") {
      guard depth < limits.nestingDepth else {
        throw error("\(depth + 1) arrays, maps and tags around an item; the limit is \(limits.nestingDepth)")
      }
      output.append(tag: TagNumber.epochDate)
      try parseDate()
    } else if take("float'") {
      try parseFloatBits()
    } else {
      return false
    }
    return true
  }

  /// Parses a date and encodes the seconds since 1970, as an integer unless the text has a fraction.
  private mutating func parseDate() throws(CBORDiagnosticError) {
    let begin = offset
    let text = String(decoding: try parseQuoted(until: UInt8(ascii: "'")), as: UTF8.self)
    guard let seconds = InternetDate.secondsSince1970(text) else {
      offset = begin
      throw error("\"\(text.prefix(64))\" is no RFC 3339 date and time")
    }
    if text.contains(".") { return output.append(shortest: seconds) }
    // RFC 3339 dates are within the years 0 to 9999, so the seconds fit.
    let whole = Int64(seconds)
    whole < 0 ? output.append(negative: UInt64(~whole)) : output.append(unsigned: UInt64(whole))
  }

  private mutating func parseFloatBits() throws(CBORDiagnosticError) {
    let begin = offset
    let bytes = try parseDigits(.hexadecimal)
    let bits = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard let width = [2: 1, 4: 2, 8: 3][bytes.count] as UInt8? else {
      offset = begin
      throw error("float'…' has 2, 4 or 8 bytes, and not \(bytes.count)")
    }
    output.append(wide: 7, argument: bits, width: width)
  }
}
