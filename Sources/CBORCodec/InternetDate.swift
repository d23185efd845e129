// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Conversion of dates from and to RFC 3339 text, the content of tag 0 (RFC 8949 §3.4.1): `2013-03-21T20:04:00Z`.
///
/// The conversion is written by hand and uses no calendar, so that hostile text can only cause an error.
enum InternetDate {
  /// The supported seconds since 1970, from the start of year 0 to the end of year 9999.
  private static let span = -62_167_219_200.0..<253_402_300_800.0

  /// Returns the date as text in UTC, with milliseconds unless they are zero.
  ///
  /// - Returns: The text; `nil` outside the years 0 to 9999, the range of RFC 3339.
  static func text(secondsSince1970: Double) -> String? {
    guard span.contains(secondsSince1970) else { return nil }
    let milliseconds = Int((secondsSince1970 * 1000).rounded())
    let (days, rest) = milliseconds.flooredQuotientAndRemainder(dividingBy: 86_400_000)
    let date = civilDate(daysSince1970: days)
    guard (0...9999).contains(date.year) else { return nil }
    let second = rest / 1000
    var text = padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
    text += "T" + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2)
    if rest % 1000 != 0 { text += "." + padded(rest % 1000, 3) }
    return text + "Z"
  }

  /// Returns the seconds since 1970; `nil` if the text is not an RFC 3339 date and time.
  ///
  /// A leap second is the same as the second after it.
  static func secondsSince1970(_ text: String) -> Double? {
    var rest = text.utf8[...]
    guard let year = number(&rest, digits: 4), separator(&rest, "-"), let month = number(&rest, digits: 2),
      separator(&rest, "-"), let day = number(&rest, digits: 2),
      separator(&rest, "T") || separator(&rest, "t") || separator(&rest, " "),
      let hour = number(&rest, digits: 2), separator(&rest, ":"), let minute = number(&rest, digits: 2),
      separator(&rest, ":"), let second = number(&rest, digits: 2),
      (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year),
      hour < 24, minute < 60, second <= 60
    else { return nil }

    var fraction = 0.0
    if separator(&rest, ".") {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(digits.count)
      // A Double has no precision for more than nanoseconds.
      var scale = 0.1
      for digit in digits.prefix(9) {
        fraction += Double(digit & 0x0f) * scale
        scale /= 10
      }
    }
    guard let offset = offset(&rest), rest.isEmpty else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    return Double(seconds) + fraction
  }

  // MARK: Pieces of text

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
    let part = rest.prefix(digits)
    guard part.count == digits, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest = rest.dropFirst(digits)
    return part.reduce(0) { $0 * 10 + Int($1 & 0x0f) }
  }

  private static func separator(_ rest: inout Substring.UTF8View, _ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Parses the offset from UTC, in seconds: `Z`, `+01:00`, `-08:30`.
  private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
    if separator(&rest, "Z") || separator(&rest, "z") { return 0 }
    let sign = separator(&rest, "+") ? 1 : separator(&rest, "-") ? -1 : 0
    guard sign != 0, let hours = number(&rest, digits: 2), separator(&rest, ":"),
      let minutes = number(&rest, digits: 2), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }

  // MARK: The calendar

  // Years begin in March here, so that the leap day comes last. 400 years have 146,097 days.

  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shifted.flooredQuotientAndRemainder(dividingBy: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (days + 719_468).flooredQuotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

extension Int {
  /// Returns the quotient rounded down, and a remainder that is never negative.
  fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
