// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An enumeration that crosses as the raw value of a case.
package struct RawValueEnumeration: Hashable, Sendable {
  /// The type of the raw values.
  package enum Value: String, Hashable, Sendable {
    case text = "tstr"
    case integer = "int"
    case float

    /// Returns whether a text is the raw value of a case: an integer in decimal, or a number that is finite.
    package func accepts(_ rawValue: String) -> Bool {
      switch self {
      case .text: true
      case .integer: Int128(rawValue).map { "\($0)" == rawValue } ?? false
      case .float: Double(rawValue)?.isFinite ?? false
      }
    }
  }

  /// A case of the enumeration.
  package struct Case: Hashable, Sendable {
    /// The name in Swift; the raw value, if the name is not known.
    package var name: String
    /// The content of the text, or a number in decimal.
    package var rawValue: String
    /// The description, if there is one.
    package var documentation: String?
  }

  package var value: Value
  /// The cases, in order of declaration.
  package var cases: [Case]

  /// Whether integers have 64 bits, as the constants of C and C++; other raw values always fit.
  package var fitsInt64: Bool { value != .integer || cases.allSatisfy { Int64($0.rawValue) != nil } }
}
