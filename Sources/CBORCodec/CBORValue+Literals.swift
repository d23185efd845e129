extension CBORValue: ExpressibleByIntegerLiteral {
  /// Makes an integer.
  ///
  /// - Parameter value: The number, of up to 128 bits.
  public init(integerLiteral value: Int128) { self = .integer(value) }
}

extension CBORValue: ExpressibleByFloatLiteral {
  /// Makes a float.
  ///
  /// - Parameter value: The number.
  public init(floatLiteral value: Double) { self = .float(value) }
}

extension CBORValue: ExpressibleByStringLiteral {
  /// Makes a text string.
  ///
  /// - Parameter value: The text.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension CBORValue: ExpressibleByBooleanLiteral {
  /// Makes ``true`` or ``false``.
  ///
  /// - Parameter value: Which of the two.
  public init(booleanLiteral value: Bool) { self = value ? .true : .false }
}

extension CBORValue: ExpressibleByNilLiteral {
  /// Makes ``null``.
  ///
  /// - Parameter nilLiteral: Nothing.
  public init(nilLiteral: ()) { self = .null }
}

extension CBORValue: ExpressibleByArrayLiteral {
  /// Makes an array.
  ///
  /// - Parameter elements: Its elements.
  public init(arrayLiteral elements: CBORValue...) { self = .array(elements) }
}

extension CBORValue: ExpressibleByDictionaryLiteral {
  /// Makes a map whose pairs stand in the order given.
  ///
  /// - Parameter elements: Its pairs.
  public init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
    self = .map(elements.map { Pair(key: $0, value: $1) })
  }
}
