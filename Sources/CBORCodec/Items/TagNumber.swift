// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The numbers of the tags that the codec knows (RFC 8949 §3.4, and IANA's registry of CBOR tags).
@usableFromInline
enum TagNumber {
  /// Around text: a date and time (RFC 3339).
  static var internetDate: UInt64 { 0 }
  /// Around a number: the seconds since 1970.
  static var epochDate: UInt64 { 1 }
  static var unsignedBignum: UInt64 { 2 }
  static var negativeBignum: UInt64 { 3 }
  /// Around an array of exponent and mantissa.
  static var decimalFraction: UInt64 { 4 }
  /// Around a byte string that contains an encoded item.
  static var encodedItem: UInt64 { 24 }
  static var uri: UInt64 { 32 }
  static var uuid: UInt64 { 37 }

  /// Around an item: it is CBOR.
  @inlinable static var selfDescribed: UInt64 { 55799 }

  static func isDate(_ number: UInt64) -> Bool { number == internetDate || number == epochDate }

  static func bignum(isNegative: Bool) -> UInt64 { isNegative ? negativeBignum : unsignedBignum }

  @inline(__always)
  static func isBignum(_ number: UInt64) -> Bool { number == unsignedBignum || number == negativeBignum }
}
