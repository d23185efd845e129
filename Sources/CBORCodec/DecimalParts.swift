// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The parts of a `Decimal` as a CBOR decimal fraction (RFC 8949 §3.4.4): an integer times a power of ten.
struct DecimalParts: Equatable {
  var magnitude: UInt128
  var isNegative: Bool
  var exponent: Int

  init(magnitude: UInt128, isNegative: Bool, exponent: Int) {
    self.magnitude = magnitude
    self.isNegative = isNegative
    self.exponent = exponent
  }

  /// Creates the parts of a number; `nil` for NaN.
  init?(_ decimal: Decimal) {
    // Decimal exposes its mantissa only as text.
    guard !decimal.isNaN, let magnitude = UInt128(decimal.significand.magnitude.description) else {
      return nil
    }
    self.magnitude = magnitude
    isNegative = decimal.sign == .minus
    exponent = decimal.exponent
  }

  /// Moves all factors of ten from the magnitude to the exponent, so that equal numbers have equal parts.
  mutating func reduce() {
    guard magnitude > 0 else { return self = DecimalParts(magnitude: 0, isNegative: false, exponent: 0) }
    while magnitude.isMultiple(of: 10) {
      magnitude /= 10
      exponent += 1
    }
  }

  /// Parses a number in JSON's syntax, optionally with a plus sign and leading zeros.
  ///
  /// Returns `nil` if the mantissa needs more than 128 bits.
  init?(text: String) {
    var rest = text.utf8[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    magnitude = 0
    exponent = 0
    var digits = 0
    var isFraction = false
    while let byte = rest.first, byte == UInt8(ascii: ".") || (0x30...0x39).contains(byte) {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: ".") {
        guard !isFraction, digits > 0, let next = rest.first, (0x30...0x39).contains(next) else { return nil }
        isFraction = true
        continue
      }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt128(byte & 0x0f))
      guard !overflow, !carry else { return nil }
      magnitude = sum
      digits += 1
      if isFraction { exponent -= 1 }
    }
    guard digits > 0 else { return nil }
    guard let mark = rest.first else { return }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"), rest.count <= 6,
      let power = Int(Substring(rest.dropFirst()))
    else { return nil }
    exponent += power
  }

  /// The number as a `Decimal`; `nil` if its exponent is out of range.
  var decimal: Decimal? {
    var (magnitude, exponent) = (magnitude, exponent)
    guard magnitude > 0 else { return Decimal() }
    while exponent > 127, !magnitude.multipliedReportingOverflow(by: 10).overflow {
      magnitude *= 10
      exponent -= 1
    }
    while exponent < -128, magnitude.isMultiple(of: 10) {
      magnitude /= 10
      exponent += 1
    }
    guard (-128...127).contains(exponent) else { return nil }
    return Decimal(string: "\(isNegative ? "-" : "")\(magnitude)e\(exponent)")
  }
}
