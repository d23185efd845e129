extension CBORWriter {
  /// Writes a Boolean.
  ///
  /// - Parameter value: What to write.
  public mutating func encode(_ value: Bool) {
    pending &-= 1
    output.append(bool: value)
  }

  /// Writes `null`.
  public mutating func encodeNil() {
    pending &-= 1
    output.append(simple: 22)
  }

  // MARK: Integers

  /// Writes an integer that is not negative.
  ///
  /// - Parameter value: What to write.
  public mutating func encode(_ value: UInt64) {
    pending &-= 1
    output.append(unsigned: value)
  }

  /// Writes an integer.
  ///
  /// - Parameter value: What to write.
  public mutating func encode(_ value: Int64) {
    pending &-= 1
    if value >= 0 {
      output.append(unsigned: UInt64(truncatingIfNeeded: value))
    } else {
      // Swift and CBOR write a negative n as the complement of −1 − n.
      output.append(negative: UInt64(truncatingIfNeeded: ~value))
    }
  }

  // MARK: Floats

  /// Writes a number in the fewest bytes that keep its value; any NaN as `f97e00`.
  ///
  /// - Parameter value: What to write.
  public mutating func encode(_ value: Double) {
    pending &-= 1
    output.append(shortest: value)
  }

  /// Writes a number in the fewest bytes that keep its value; any NaN as `f97e00`.
  ///
  /// - Parameter value: What to write.
  public mutating func encode(_ value: Float) {
    pending &-= 1
    output.append(shortest: Double(value))
  }

  // MARK: Strings

  /// Writes a text string.
  ///
  /// - Parameter value: What to write.
  public mutating func encode(_ value: String) {
    pending &-= 1
    output.append(text: value)
  }

  /// Writes a byte string.
  ///
  /// - Parameter bytes: What to write.
  public mutating func encode(bytes: [UInt8]) {
    if bytes.count >= LateContent.threshold { return encode(late: .array(bytes)) }
    pending &-= 1
    unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }

  /// Writes a byte string.
  ///
  /// - Parameter bytes: What to write; it is copied.
  public mutating func encode(bytes: RawSpan) {
    pending &-= 1
    unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }
}
