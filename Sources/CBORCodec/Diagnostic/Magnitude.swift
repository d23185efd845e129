// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A non-negative integer of up to 512 bits, for the decimal digits of diagnostic notation.
///
/// Larger integers have another notation, since computing the decimal digits of n bits takes time quadratic in n, and a
/// message may contain a number of millions of bits.
struct Magnitude {
  /// The maximum size of a number, in bytes.
  static let size = 64

  /// The digits in base 2³², from the lowest to the highest, without leading zeros.
  private var limbs: [UInt32] = []

  init() {}

  /// - Parameter bytes: The number in network order, of at most ``size`` bytes; a larger number is truncated.
  init(networkOrder bytes: ArraySlice<UInt8>) {
    for byte in bytes { _ = multiply(by: 256, adding: UInt32(byte)) }
  }

  /// - Returns: Whether the result is in range; if not, it is truncated.
  mutating func multiply(by factor: UInt32, adding summand: UInt32) -> Bool {
    var carry = UInt64(summand)
    for place in limbs.indices {
      carry += UInt64(limbs[place]) * UInt64(factor)
      limbs[place] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    guard carry > 0 else { return true }
    guard limbs.count < Self.size / 4 else { return false }
    limbs.append(UInt32(truncatingIfNeeded: carry))
    return true
  }

  /// Subtracts one, which gives the argument of a negative number.
  ///
  /// Zero does not change.
  mutating func decrement() {
    for place in limbs.indices {
      limbs[place] &-= 1
      if limbs[place] != .max { break }
    }
    while limbs.last == 0 { limbs.removeLast() }
  }

  var isZero: Bool { limbs.isEmpty }

  /// The number in network order, without leading zeros.
  var bytes: [UInt8] {
    let all = limbs.reversed().flatMap { limb in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: limb >> $0) }
    }
    return Array(all.drop { $0 == 0 })
  }

  /// Returns the decimal digits of the number plus `summand`, which is 0 or 1.
  func decimal(adding summand: UInt32) -> String {
    var rest = limbs
    var carry = summand
    for place in rest.indices where carry > 0 {
      rest[place] &+= carry
      carry = rest[place] == 0 ? 1 : 0
    }
    if carry > 0 { rest.append(carry) }
    var groups: [String] = []
    while !rest.isEmpty {
      var remainder: UInt64 = 0
      for place in rest.indices.reversed() {
        let dividend = remainder << 32 | UInt64(rest[place])
        rest[place] = UInt32(dividend / 1_000_000_000)
        remainder = dividend % 1_000_000_000
      }
      while rest.last == 0 { rest.removeLast() }
      let digits = "\(remainder)"
      groups.append(rest.isEmpty ? digits : String(repeating: "0", count: 9 - digits.count) + digits)
    }
    return groups.isEmpty ? "0" : groups.reversed().joined()
  }
}
