// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Floating-point numbers in the notation of RFC 8949: the shortest digits that read as the number, always with a
/// decimal point, and with an exponent only below 10⁻⁶ and from 10²¹ on, as in ECMAScript.
///
///   1.0   100000.0   0.00006103515625   5.960464477539063e-8   1.0e+300   -Infinity   NaN
enum FloatNotation {
  static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    let sign = number.sign == .minus ? "-" : ""
    if number.isInfinite { return sign + "Infinity" }
    if number == 0 { return sign + "0.0" }
    let (digits, point) = decimal(number.magnitude)
    return sign + text(digits: digits, point: point)
  }

  /// Returns the digits d₁…dₖ and the exponent n of the number 0.d₁…dₖ × 10ⁿ, using the digits of Swift's own
  /// description.
  private static func decimal(_ number: Double) -> (digits: [Character], point: Int) {
    var digits: [Character] = []
    var exponent = 0
    var point: Int?
    let text = "\(number)"
    let mantissa = text.prefix { $0 != "e" }
    for character in mantissa {
      if character == "." { point = digits.count } else { digits.append(character) }
    }
    if mantissa.count < text.count { exponent = Int(text.dropFirst(mantissa.count + 1)) ?? 0 }
    let zeros = digits.prefix { $0 == "0" }.count
    let place = (point ?? digits.count) + exponent - zeros
    digits.removeFirst(zeros)
    while digits.last == "0" { digits.removeLast() }
    return (digits, place)
  }

  private static func text(digits: [Character], point: Int) -> String {
    let zeros = { String(repeating: "0", count: $0) }
    if (1...21).contains(point) {
      return digits.count <= point
        ? String(digits) + zeros(point - digits.count) + ".0"
        : String(digits.prefix(point)) + "." + String(digits.dropFirst(point))
    }
    if (-5...0).contains(point) { return "0." + zeros(-point) + String(digits) }
    let fraction = digits.count > 1 ? String(digits.dropFirst()) : "0"
    return "\(digits[0]).\(fraction)e\(point > 0 ? "+" : "-")\((point - 1).magnitude)"
  }
}
