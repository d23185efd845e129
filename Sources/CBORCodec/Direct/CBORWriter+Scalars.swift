// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORWriter {
  /// Encodes a Boolean.
  ///
  /// - Parameter value: The value to encode.
  public mutating func encode(_ value: Bool) {
    pending &-= 1
    output.append(bool: value)
  }

  /// Encodes `null`.
  public mutating func encodeNil() {
    pending &-= 1
    output.append(simple: 22)
  }

  // MARK: Integers

  /// Encodes an integer that is not negative.
  ///
  /// - Parameter value: The value to encode.
  public mutating func encode(_ value: UInt64) {
    pending &-= 1
    output.append(unsigned: value)
  }

  /// Encodes an integer.
  ///
  /// - Parameter value: The value to encode.
  public mutating func encode(_ value: Int64) {
    pending &-= 1
    if value >= 0 {
      output.append(unsigned: UInt64(truncatingIfNeeded: value))
    } else {
      // A negative n is encoded as −1 − n, which is the complement of n.
      output.append(negative: UInt64(truncatingIfNeeded: ~value))
    }
  }

  // MARK: Floats

  /// Encodes a number in the fewest bytes that preserve its value, and any NaN as `f97e00`.
  ///
  /// - Parameter value: The value to encode.
  public mutating func encode(_ value: Double) {
    pending &-= 1
    output.append(shortest: value)
  }

  /// Encodes a number in the fewest bytes that preserve its value, and any NaN as `f97e00`.
  ///
  /// - Parameter value: The value to encode.
  public mutating func encode(_ value: Float) {
    pending &-= 1
    output.append(shortest: Double(value))
  }

  // MARK: Strings

  /// Encodes a text string.
  ///
  /// - Parameter value: The value to encode.
  public mutating func encode(_ value: String) {
    pending &-= 1
    output.append(text: value)
  }

  /// Encodes a byte string.
  ///
  /// - Parameter bytes: The content of the string.
  public mutating func encode(bytes: [UInt8]) {
    if bytes.count >= DeferredContent.threshold { return encode(deferred: .array(bytes)) }
    pending &-= 1
    unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }

  /// Encodes a byte string.
  ///
  /// - Parameter bytes: The content of the string, which is copied.
  public mutating func encode(bytes: RawSpan) {
    pending &-= 1
    unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
  }
}
