// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The fingerprint of an outline: a sum of the hashes of its lines, so that two fingerprints reveal not only a
/// difference but, by trial, the line that differs; see ``FingerprintSearch``.
///
///     bit 63      59 58       54 53      49 48                 0
///        │ request  │ response  │ failure │ all lines          │
///
/// Each of the four fields is a sum of its own, without carry into the next. Not collision-resistant against an
/// adversary.
struct SchemaFingerprint: Hashable {
  /// The sum of the hashes of all lines, modulo 2^49.
  private var total: UInt64 = 0
  /// For each part, the sum of five bits of its lines' hashes, modulo 2^5.
  private var checks: SIMD3<UInt8> = .zero

  private static let totalBits: UInt64 = 49
  private static let checkBits: UInt64 = 5

  private init() {}

  /// Creates a fingerprint from its value in the C interface.
  init(rawValue: UInt64) {
    total = rawValue & (1 << Self.totalBits - 1)
    for index in 0..<3 { checks[index] = UInt8(rawValue >> Self.shift(index) & (1 << Self.checkBits - 1)) }
  }

  /// Creates the fingerprint of `lines`.
  init(of lines: [SchemaOutline.Line]) {
    for line in lines { self += SchemaFingerprint(line) }
  }

  /// Creates the contribution of one line: the FNV-1a hash of its text, mixed so that sums remain well distributed.
  init(_ line: SchemaOutline.Line) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in line.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    total = hash & (1 << Self.totalBits - 1)
    if let part = line.part { checks[Self.index(of: part)] = UInt8(hash >> Self.totalBits & (1 << Self.checkBits - 1)) }
  }

  /// The value in the C interface: never 0, which stands for no fingerprint.
  var rawValue: UInt64 {
    let bits = (0..<3).reduce(total) { $0 | UInt64(checks[$1]) << Self.shift($1) }
    return bits == 0 ? 1 : bits
  }

  /// Returns the parts of a call that certainly differ.
  ///
  /// A part that is not returned is probably the same: a part that differs is missed with a probability of 1 in 32.
  func parts(differingFrom other: SchemaFingerprint) -> [SchemaOutline.Part] {
    SchemaOutline.Part.ofCalls.filter { checks[Self.index(of: $0)] != other.checks[Self.index(of: $0)] }
  }

  static func += (sum: inout SchemaFingerprint, other: SchemaFingerprint) {
    sum.total = (sum.total &+ other.total) & (1 << totalBits - 1)
    sum.checks = (sum.checks &+ other.checks) & SIMD3(repeating: 1 << UInt8(checkBits) - 1)
  }

  static func -= (sum: inout SchemaFingerprint, other: SchemaFingerprint) {
    sum.total = (sum.total &- other.total) & (1 << totalBits - 1)
    sum.checks = (sum.checks &- other.checks) & SIMD3(repeating: 1 << UInt8(checkBits) - 1)
  }

  static func - (left: SchemaFingerprint, right: SchemaFingerprint) -> SchemaFingerprint {
    var difference = left
    difference -= right
    return difference
  }

  private static func index(of part: SchemaOutline.Part) -> Int {
    switch part {
    case .request, .payload: 0
    case .response: 1
    case .failure: 2
    }
  }

  private static func shift(_ index: Int) -> UInt64 { 59 - checkBits * UInt64(index) }
}
