// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORValue: ExpressibleByIntegerLiteral {
  /// Creates an integer.
  ///
  /// - Parameter value: The number, of up to 128 bits.
  public init(integerLiteral value: Int128) { self = .integer(value) }
}

extension CBORValue: ExpressibleByFloatLiteral {
  /// Creates a float.
  ///
  /// - Parameter value: The number.
  public init(floatLiteral value: Double) { self = .float(value) }
}

extension CBORValue: ExpressibleByStringLiteral {
  /// Creates a text string.
  ///
  /// - Parameter value: The text.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension CBORValue: ExpressibleByBooleanLiteral {
  /// Creates ``true`` or ``false``.
  ///
  /// - Parameter value: The Boolean.
  public init(booleanLiteral value: Bool) { self = value ? .true : .false }
}

extension CBORValue: ExpressibleByNilLiteral {
  /// Creates ``null``.
  ///
  /// - Parameter nilLiteral: Unused.
  public init(nilLiteral: ()) { self = .null }
}

extension CBORValue: ExpressibleByArrayLiteral {
  /// Creates an array.
  ///
  /// - Parameter elements: The elements of the array.
  public init(arrayLiteral elements: CBORValue...) { self = .array(elements) }
}

extension CBORValue: ExpressibleByDictionaryLiteral {
  /// Creates a map whose pairs have the order of the literal.
  ///
  /// - Parameter elements: The pairs of the map.
  public init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
    self = .map(elements.map { Pair(key: $0, value: $1) })
  }
}
