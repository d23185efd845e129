// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import CBORCodec

@Suite("DecimalParts")
struct DecimalPartsTests {
  @Test(
    "a number in text is parsed into its digits and its exponent",
    arguments: [
      ("0", 0, false, 0), ("12", 12, false, 0), ("+12", 12, false, 0), ("-1.50", 150, true, -2),
      ("1e3", 1, false, 3), ("1.5E-3", 15, false, -4), ("0.10", 10, false, -2),
    ] as [(String, UInt128, Bool, Int)])
  func reads(_ text: String, _ magnitude: UInt128, _ isNegative: Bool, _ exponent: Int) {
    let parts = DecimalParts(magnitude: magnitude, isNegative: isNegative, exponent: exponent)
    #expect(DecimalParts(text: text) == parts)
  }

  @Test(
    "text that is not a number, or has too many digits, is rejected",
    arguments: [
      "", "-", "+", ".5", "5.", "1..2", "1.2.3", "e5", "1e", "1e1234567", "1x", " 1", "1 ", "nan", "inf",
      "--1",
      "1e5.5", "340282366920938463463374607431768211456", "٣",
    ])
  func refuses(_ text: String) {
    #expect(DecimalParts(text: text) == nil)
  }

  @Test("an exponent that is out of range is moved into the digits, if they allow it")
  func exponents() {
    func decimal(_ magnitude: UInt128, _ exponent: Int) -> Decimal? {
      DecimalParts(magnitude: magnitude, isNegative: false, exponent: exponent).decimal
    }
    #expect(decimal(1, 130) == Decimal(string: "1000e127"))
    #expect(decimal(1000, -131) == Decimal(string: "1e-128"))
    #expect(decimal(1, 300) == nil)
    #expect(decimal(1, -129) == nil)
    #expect(decimal(0, .max) == 0)
    #expect(decimal(.max, .max) == nil)
    #expect(decimal(.max, .min) == nil)
  }
}
