// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Spells numbers in hexadecimal, in lower case unless stated.
package enum Hexadecimal {
  /// Returns a number with the prefix `0x` and without leading zeros, as messages and files spell fingerprints.
  package static func prefixed(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

  /// Returns the last `count` digits of a number, with leading zeros.
  package static func digits(of number: some FixedWidthInteger, count: Int, uppercase: Bool = false) -> String {
    let digits = String(number, radix: 16, uppercase: uppercase)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits.suffix(count)
  }
}
