// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The digits of a byte string literal in base 16, 32 or 64 (RFC 4648).
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

  static let hexadecimal = DigitAlphabet("h", bits: 4, digits: "0123456789abcdef", "0123456789ABCDEF")

  static let all = [
    hexadecimal,
    DigitAlphabet("b64", bits: 6, digits: allLetters + "+/", allLetters + "-_"),
    DigitAlphabet("b32", bits: 5, digits: letters + "234567"),
    DigitAlphabet("h32", bits: 5, digits: "0123456789ABCDEFGHIJKLMNOPQRSTUV"),
  ]
}
