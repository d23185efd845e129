// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Floating-point numbers of both widths.
@HostCodable
struct Floats: Codable, Sendable {
  var single: Float
  var double: Double
  var singles: [Float]
  var doubles: [Double]
}

/// Every NaN equals every other, and the zeros differ.
extension Floats: Equatable {
  static func == (one: Floats, other: Floats) -> Bool {
    isSame(one.single, other.single) && isSame(one.double, other.double)
      && one.singles.elementsEqual(other.singles, by: isSame) && one.doubles.elementsEqual(other.doubles, by: isSame)
  }

  private static func isSame<Number: BinaryFloatingPoint>(_ one: Number, _ other: Number) -> Bool {
    one.isNaN ? other.isNaN : one == other && one.sign == other.sign
  }
}
