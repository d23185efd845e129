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
  @inline(__always)
  func append<Integer: FixedWidthInteger>(integer value: Integer) {
    if Integer.bitWidth <= 64 {
      if value >= 0 {
        output.append(unsigned: UInt64(truncatingIfNeeded: value))
      } else {
        // Swift and CBOR write a negative n as the complement of −1 − n.
        output.append(negative: UInt64(truncatingIfNeeded: ~value))
      }
      return
    }
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

  /// Writes a value as one item after what is there.
  ///
  /// If it throws, nothing of it remains.
  ///
  /// - Returns: Whether the value encoded anything; if not, an empty map is in its place.
  @discardableResult
  func encodeItem<Value: Encodable>(_ value: Value) throws -> Bool { try encodeItem(value, KnownType.of(Value.self)) }

  /// As ``encodeItem(_:)``, where it has been looked up what type the value is.
  @discardableResult
  func encodeItem<Value: Encodable>(_ value: Value, _ type: KnownType?) throws -> Bool {
    let mark = mark
    do {
      if let type {
        try encodeKnown(value, type)
        return true
      }
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
  private func encodeKnown<Value: Encodable>(_ value: Value, _ type: KnownType) throws {
    switch type {
    case .bytes: unsafe known(value, as: [UInt8].self).withUnsafeBytes { unsafe output.append(bytes: $0) }
    case .data: unsafe known(value, as: Data.self).withUnsafeBytes { unsafe output.append(bytes: $0) }
    case .value: try encode(known(value, as: CBORValue.self))
    case .texts: try encodeElements(known(value, as: [String].self)) { output.append(text: $0) }
    case .doubles: try encodeElements(known(value, as: [Double].self)) { append(double: $0) }
    case .floats: try encodeElements(known(value, as: [Float].self)) { append(float: $0) }
    case .ints: try encodeElements(known(value, as: [Int].self)) { append(integer: $0) }
    case .int8s: try encodeElements(known(value, as: [Int8].self)) { append(integer: $0) }
    case .int16s: try encodeElements(known(value, as: [Int16].self)) { append(integer: $0) }
    case .int32s: try encodeElements(known(value, as: [Int32].self)) { append(integer: $0) }
    case .int64s: try encodeElements(known(value, as: [Int64].self)) { append(integer: $0) }
    case .uints: try encodeElements(known(value, as: [UInt].self)) { append(integer: $0) }
    case .uint16s: try encodeElements(known(value, as: [UInt16].self)) { append(integer: $0) }
    case .uint32s: try encodeElements(known(value, as: [UInt32].self)) { append(integer: $0) }
    case .uint64s: try encodeElements(known(value, as: [UInt64].self)) { append(integer: $0) }
    case .textInts: try encodePairs(known(value, as: [String: Int].self)) { append(integer: $0) }
    case .textTexts: try encodePairs(known(value, as: [String: String].self)) { output.append(text: $0) }
    case .textDoubles: try encodePairs(known(value, as: [String: Double].self)) { append(double: $0) }
    case .textBools: try encodePairs(known(value, as: [String: Bool].self)) { append(bool: $0) }
    case .date, .uuid, .url, .decimal, .half: try encodeFoundationValue(value, type)
    case .bool, .text, .double, .float, .int, .int8, .int16, .int32, .int64, .uint, .uint8, .uint16, .uint32, .uint64:
      try checkLevels()
      try checkDepth()
      append(scalar: value, type)
    }
  }

  /// A scalar, which its own `encode(to:)` would write by way of a frame and a container.
  func append<Value: Encodable>(scalar value: Value, _ type: KnownType) {
    switch type {
    case .bool: append(bool: known(value, as: Bool.self))
    case .text: output.append(text: known(value, as: String.self))
    case .double: append(double: known(value, as: Double.self))
    case .float: append(float: known(value, as: Float.self))
    case .int: append(integer: known(value, as: Int.self))
    case .int8: append(integer: known(value, as: Int8.self))
    case .int16: append(integer: known(value, as: Int16.self))
    case .int32: append(integer: known(value, as: Int32.self))
    case .int64: append(integer: known(value, as: Int64.self))
    case .uint: append(integer: known(value, as: UInt.self))
    case .uint8: append(integer: known(value, as: UInt8.self))
    case .uint16: append(integer: known(value, as: UInt16.self))
    case .uint32: append(integer: known(value, as: UInt32.self))
    default: append(integer: known(value, as: UInt64.self))
    }
  }

  @inline(__always)
  private func encodeElements<Element>(_ elements: [Element], _ append: (Element) -> Void) throws {
    if !elements.isEmpty { try checkDepth(adding: 1) }
    output.append(arrayOf: elements.count)
    for element in elements { append(element) }
  }

  /// A dictionary's keys are text whatever the strategy, and no two are the same.
  @inline(__always)
  private func encodePairs<Value>(_ pairs: [String: Value], _ append: (Value) -> Void) throws {
    if !pairs.isEmpty { try checkDepth(adding: 1) }
    output.append(mapOf: pairs.count)
    for (key, value) in pairs {
      output.append(text: key)
      append(value)
    }
  }
}
