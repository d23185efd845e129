// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Conversions of half-precision floats (IEEE 754 binary16), represented by their bits.
///
/// Swift's `Float16` is not available on every platform, and libcbor's own conversion silently truncates values.
enum HalfFloat {
  /// The bits of the only NaN that this codec writes, `f97e00`.
  static let canonicalNaN: UInt16 = 0x7e00

  /// Returns the value of the half with these bits; the payload of a NaN is lost.
  static func double(_ bits: UInt16) -> Double {
    let exponent = UInt64(bits >> 10 & 0x1f)
    let fraction = UInt64(bits & 0x3ff)
    let sign = UInt64(bits >> 15) << 63
    switch exponent {
    case 0:
      // Subnormal: the last bit is worth 2⁻²⁴.
      let magnitude = Double(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 0x1f:
      return fraction == 0 ? Double(bitPattern: sign | 0x7ff0 << 48) : .nan
    default:
      return Double(bitPattern: sign | (exponent + 1023 - 15) << 52 | fraction << 42)
    }
  }

  /// Returns the bits of `value` as a half; `nil` if a half cannot represent it exactly.
  ///
  /// - Parameter value: A number that is not NaN.
  static func bits(exactly value: Float) -> UInt16? {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let fraction = value.bitPattern & 0x7f_ffff
    if value.isZero { return sign }
    if value.isInfinite { return sign | 0x7c00 }
    let exponent = Int((value.bitPattern >> 23) & 0xff) - 127
    switch exponent {
    case -14...15:
      guard fraction & 0x1fff == 0 else { return nil }
      return sign | UInt16(exponent + 15) << 10 | UInt16(fraction >> 13)
    case -24 ... -15:
      // Subnormal as a half: the implicit leading one becomes explicit.
      let significand = fraction | 0x80_0000
      let dropped = UInt32(-1 - exponent)
      guard significand & (1 << dropped - 1) == 0 else { return nil }
      return sign | UInt16(significand >> dropped)
    default:
      return nil
    }
  }
}
