// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import Foundation

/// A type whose values can be generated from decisions.
protocol RandomValue {
  /// Creates a value from the next decisions.
  init(_ choices: inout Choices)
}

extension FixedWidthInteger where Self: RandomValue {
  init(_ choices: inout Choices) {
    let shift = [Self.bitWidth - 5, Self.bitWidth - 1, Self.bitWidth - 8, Self.bitWidth / 2, 0]
    let word = UInt128(choices.word()) << 64 | UInt128(choices.word())
    self = Self(truncatingIfNeeded: word >> UInt128(128 - Self.bitWidth)) >> Self(choices.element(of: shift))
  }
}

extension Int: RandomValue {}
extension Int8: RandomValue {}
extension Int128: RandomValue {}
extension UInt64: RandomValue {}

extension Bool: RandomValue {
  init(_ choices: inout Choices) { self = choices.isOne(of: 2) }
}

extension Double: RandomValue {
  init(_ choices: inout Choices) {
    switch choices.below(4) {
    case 0: self = choices.element(of: [0, -0.0, 1, 1.5, 0.1, 65_504, 1e300, 0x1p-1074, .infinity, -.infinity, .nan])
    case 1: self = Double(Int(&choices))
    case 2: self = Double(Float(bitPattern: UInt32(truncatingIfNeeded: choices.word())))
    default: self = Double(bitPattern: choices.word())
    }
  }
}

extension Float: RandomValue {
  init(_ choices: inout Choices) { self = Float(Double(&choices)) }
}

extension String: RandomValue {
  init(_ choices: inout Choices) {
    let word = choices.element(of: ["", "a", "x", "é", "e\u{301}", "1", "-1", "01", "😀", "content", "label"])
    let count = choices.below(9) < 8 ? 1 : choices.element(of: [2, 24, 300])
    self = String(repeating: word, count: count)
  }
}

extension Array: RandomValue where Element: RandomValue {
  init(_ choices: inout Choices) {
    let count = choices.below(16) < 15 ? choices.below(4) : 24
    self = (0..<count).map { _ in Element(&choices) }
  }
}

extension UInt8: RandomValue {}

extension Data: RandomValue {
  init(_ choices: inout Choices) { self.init([UInt8](&choices)) }
}

extension Set: RandomValue where Element: RandomValue {
  init(_ choices: inout Choices) { self.init([Element](&choices)) }
}

extension Dictionary: RandomValue where Key: RandomValue, Value: RandomValue {
  init(_ choices: inout Choices) {
    self.init([Key](&choices).map { ($0, Value(&choices)) }, uniquingKeysWith: { $1 })
  }
}

extension Optional: RandomValue where Wrapped: RandomValue {
  init(_ choices: inout Choices) { self = choices.below(3) == 0 ? nil : Wrapped(&choices) }
}

extension Date: RandomValue {
  /// Creates a date in eighths of seconds, which it represents exactly; rarely an infinite one, which is not encodable.
  init(_ choices: inout Choices) {
    let seconds = choices.below(64) == 63 ? .infinity : Double(Int(&choices) >> 16) / 8
    self.init(timeIntervalSince1970: seconds)
  }
}

extension UUID: RandomValue {
  init(_ choices: inout Choices) {
    let words = [choices.word(), choices.word()]
    let b = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    self.init(
      uuid: (b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]))
  }
}

extension URL: RandomValue {
  init(_ choices: inout Choices) {
    self = URL(filePath: "/" + choices.element(of: ["", "a", "a/b", "content"]))
  }
}

extension Decimal: RandomValue {
  init(_ choices: inout Choices) {
    guard choices.below(64) < 63 else {
      self = .nan
      return
    }
    self.init(
      sign: choices.isOne(of: 2) ? .minus : .plus, exponent: choices.below(40) - 20,
      significand: Decimal(Int(&choices)))
  }
}

extension CBORTagged: RandomValue where Value: RandomValue {
  init(_ choices: inout Choices) { self.init(wrappedValue: Value(&choices)) }
}
