#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A dictionary whose keys are text, and stay text when keys are asked to be integers: `"01"` and `"1"` have
/// the same integer value.
private protocol TextKeyedDictionary {}
extension Dictionary: TextKeyedDictionary where Key == String {}

extension EncodingStorage {
  // MARK: Scalars

  func appendNil() { output.append(simple: 22) }

  func append(bool value: Bool) { output.append(simple: value ? 21 : 20) }

  func append(double value: Double) {
    options.floatEncoding == .shortest ? output.append(shortest: value) : output.append(double: value)
  }

  func append(float value: Float) {
    options.floatEncoding == .shortest ? output.append(shortest: Double(value)) : output.append(single: value)
  }

  /// An integer in the shortest form: major type 0 or 1, or a bignum past 64 bits (RFC 8949 §3.4.3).
  func append(integer value: some FixedWidthInteger) {
    // Swift and CBOR write a negative n as the complement of −1 − n.
    let isNegative = value < 0
    append(argument: UInt128(truncatingIfNeeded: isNegative ? ~value : value), isNegative: isNegative)
  }

  /// - Parameter argument: The integer n, or −1 − n if it is negative.
  func append(argument: UInt128, isNegative: Bool) {
    if let short = UInt64(exactly: argument) {
      isNegative ? output.append(negative: short) : output.append(unsigned: short)
    } else {
      appendBignum(argument, isNegative: isNegative)
    }
  }

  private func appendBignum(_ magnitude: UInt128, isNegative: Bool) {
    output.append(tag: isNegative ? 3 : 2)
    let skipped = magnitude.leadingZeroBitCount / 8
    unsafe withUnsafeBytes(of: magnitude.bigEndian) { bytes in
      unsafe output.append(bytes: UnsafeRawBufferPointer(rebasing: bytes[skipped...]))
    }
  }

  /// An integer, which may turn out to need a tag where no level is left.
  func encodeInteger(_ value: some FixedWidthInteger, orRollBackTo mark: Mark) throws {
    do {
      if UInt64(exactly: value) == nil, Int64(exactly: value) == nil,
        value >= 0 || UInt64(exactly: ~value) == nil
      {
        try checkDepth(adding: 1)
      }
    } catch {
      rollBack(to: mark)
      throw error
    }
    append(integer: value)
  }

  // MARK: Any value

  /// Writes a value as one item after what is there. If it throws, nothing of it remains.
  ///
  /// - Returns: Whether the value encoded anything; if not, an empty map is in its place.
  @discardableResult
  func encodeItem<Value: Encodable>(_ value: Value) throws -> Bool {
    let mark = mark
    do {
      if try encodeKnown(value) { return true }
      try checkLevels()
      pushFrame()
      if options.keyEncoding != .text, value is any TextKeyedDictionary {
        frames[frames.count - 1].hasTextKeys = true
      }
      try value.encode(to: ItemEncoder(position: top))
      let wrote = frames.last?.content != .nothing
      popFrame()
      return wrote
    } catch {
      rollBack(to: mark)
      throw error
    }
  }

  /// Writes the types that have their own form in CBOR, and those whose generic way is slow.
  ///
  /// - Returns: Whether the value was one of them.
  private func encodeKnown<Value: Encodable>(_ value: Value) throws -> Bool {
    if Value.self == [UInt8].self, let bytes = value as? [UInt8] {
      unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
    } else if Value.self == Data.self, let data = value as? Data {
      unsafe data.withUnsafeBytes { unsafe output.append(bytes: $0) }
    } else if Value.self == CBORValue.self, let item = value as? CBORValue {
      try encode(item)
    } else if Value.self == [String].self, let texts = value as? [String] {
      try encodeElements(texts) { output.append(text: $0) }
    } else if Value.self == [Double].self, let numbers = value as? [Double] {
      try encodeElements(numbers) { append(double: $0) }
    } else if Value.self == [Float].self, let numbers = value as? [Float] {
      try encodeElements(numbers) { append(float: $0) }
    } else if let written = try encodeIntegers(value) {
      return written
    } else {
      return try encodeFoundationValue(value)
    }
    return true
  }

  /// - Returns: Nothing if the value is no array of integers that fit into 64 bits.
  private func encodeIntegers<Value: Encodable>(_ value: Value) throws -> Bool? {
    func elements<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Bool? {
      guard Value.self == [Integer].self, let integers = value as? [Integer] else { return nil }
      try encodeElements(integers) { append(integer: $0) }
      return true
    }
    return try elements(Int.self) ?? elements(Int32.self) ?? elements(Int64.self) ?? elements(UInt32.self)
      ?? elements(UInt64.self) ?? elements(UInt16.self) ?? elements(Int16.self) ?? elements(UInt.self)
      ?? elements(Int8.self)
  }

  private func encodeElements<Element>(_ elements: [Element], _ append: (Element) -> Void) throws {
    if !elements.isEmpty { try checkDepth(adding: 1) }
    output.append(arrayOf: elements.count)
    for element in elements { append(element) }
  }
}
