// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Hashes map keys into 64-bit numbers, so that duplicates among many keys are found by sorting.
///
/// Equal keys have equal fingerprints. Keys with equal fingerprints are compared bytewise, since different keys may
/// collide by chance. The hash is a folded multiplication with two random numbers per process, so a sender cannot
/// prepare keys that collide.
enum KeyFingerprint {
  private static let seed = (
    first: UInt64.random(in: .min ... .max), second: UInt64.random(in: .min ... .max)
  )

  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ seed.first).multipliedFullWidth(by: right ^ seed.second)
    return product.high ^ product.low
  }

  /// Returns the initial value for the fingerprint of `count` bytes.
  static func start(of count: Int) -> UInt64 {
    mix(UInt64(truncatingIfNeeded: count), 0x243f_6a88_85a3_08d3)
  }

  /// Returns the fingerprint of an item that consists of a head only: an integer, a simple value, or a float.
  static func of(_ kind: Head.Kind, _ argument: UInt64) -> UInt64 {
    mix(argument, UInt64(kind.rawValue) + 1)
  }

  /// Returns the fingerprint of a string or a container, from the fingerprint of its content.
  static func of(_ kind: Head.Kind, _ argument: UInt64, content: UInt64) -> UInt64 {
    mix(of(kind, argument), content)
  }
}
