// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The rules for the seconds of a date since 1970, the content of tag 1 (RFC 8949 §3.4.2).
enum EpochSeconds {
  /// Returns the number as an integer; `nil` if none is equal to it, or if it is −0.0, whose sign an integer would
  /// lose.
  @inline(__always)
  static func integer(_ seconds: Double) -> Int64? {
    guard let whole = Int64(exactly: seconds), seconds != 0 || seconds.sign == .plus else { return nil }
    return whole
  }

  /// Returns the description of the error for an infinite number or NaN.
  static func notFinite(_ seconds: Double) -> String {
    "A date must be finite, and not \(seconds) seconds since 1970."
  }
}
