// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension EncodingStorage {
  // MARK: Scalars

  func appendNil() { output.append(simple: 22) }

  func append(bool value: Bool) { output.append(bool: value) }

  func append(double value: Double) {
    options.floatEncoding == .shortest ? output.append(shortest: value) : output.append(double: value)
  }

  func append(float value: Float) {
    options.floatEncoding == .shortest ? output.append(shortest: Double(value)) : output.append(single: value)
  }

  /// Appends an integer in its shortest form: major type 0 or 1, or a bignum beyond 64 bits (RFC 8949 §3.4.3).
  @inline(__always)
  func append<Integer: FixedWidthInteger>(integer value: Integer) {
    if Integer.bitWidth <= 64 {
      if value >= 0 {
        output.append(unsigned: UInt64(truncatingIfNeeded: value))
      } else {
        // A negative n is encoded as −1 − n, which is the complement of n.
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
    output.append(tag: TagNumber.bignum(isNegative: isNegative))
    let skipped = magnitude.leadingZeroBitCount / 8
    unsafe withUnsafeBytes(of: magnitude.bigEndian) { bytes in
      unsafe output.append(bytes: UnsafeRawBufferPointer(rebasing: bytes[skipped...]))
    }
  }

  /// Encodes an integer, which may need a tag that exceeds the nesting limit.
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

  /// Encodes a value as the next item.
  ///
  /// If it throws, the output is rolled back.
  ///
  /// - Returns: Whether the value encoded anything; if not, an empty map takes its place.
  @discardableResult
  func encodeItem<Value: Encodable>(_ value: Value) throws -> Bool { try encodeItem(value, KnownType.of(Value.self)) }

  /// Encodes a value like ``encodeItem(_:)``, with its known type already looked up.
  ///
  /// - Parameter directly: Whether a type that conforms to ``CBOREncodable`` encodes without containers; false if its
  ///   own implementation calls this method.
  @discardableResult
  func encodeItem<Value: Encodable>(_ value: Value, _ type: KnownType?, directly: Bool = true) throws -> Bool {
    let mark = mark
    do {
      if let type {
        try encodeKnown(value, type)
        return true
      }
      let traits = CodingTraits.of(Value.self)
      try checkLevels()
      levels += 1
      pushFrame()
      if directly, let direct = traits.encodable, options.usesDefaults {
        try encode(value, as: direct)
      } else {
        frames[frames.count - 1].collection = traits.collection
        try value.encode(to: ItemEncoder(position: top))
      }
      levels -= 1
      let wrote = frames.last?.content != .nothing
      popFrame()
      return wrote
    } catch {
      rollBack(to: mark)
      throw error
    }
  }

  /// Encodes a value as the item of the top frame, for a single-value container.
  ///
  /// A value of a type that is not known shares the frame: if its parent requests a container afterwards, it continues
  /// the one that the value opened, as in `JSONEncoder`.
  func encodeSingle<Value: Encodable>(_ value: Value) throws {
    let type = KnownType.of(Value.self)
    let traits = type == nil ? CodingTraits.of(Value.self) : nil
    if type != nil || traits?.encodable != nil && options.usesDefaults {
      try encodeItem(value, type)
      frames[frames.count - 1].content = .single
      return
    }
    let mark = mark
    let frame = frames[frames.count - 1]
    do {
      try beginSharing(traits?.collection ?? .other)
      try value.encode(to: ItemEncoder(position: top))
      endSharing(frame)
    } catch {
      rollBack(to: mark)
      forget(frames[frames.count - 1])
      frames[frames.count - 1] = frame
      throw error
    }
  }

  // Separate functions, since the size of the caller's stack frame limits the nesting.

  /// Gives the top frame to a value in a single-value container.
  private func beginSharing(_ collection: CodingTraits.Collection) throws {
    try checkLevels()
    levels += 1
    frames[frames.count - 1].serial = session.nextSerial()
    frames[frames.count - 1].collection = collection
  }

  /// Returns the top frame to the parent, which may continue the container of the value.
  private func endSharing(_ frame: EncodingFrame) {
    levels -= 1
    let level = frames.count - 1
    if frames[level].content == .nothing { open(.map) }
    if let index = keyIndexes.removeValue(forKey: frames[level].serial) { keyIndexes[frame.serial] = index }
    frames[level].serial = frame.serial
  }

  /// Encodes the types that have their own form in CBOR, and those that are slow through their generic implementation.
  private func encodeKnown<Value: Encodable>(_ value: Value, _ type: KnownType) throws {
    switch type {
    case .bytes: encode(bytes: known(value, as: [UInt8].self))
    case .data: encode(bytes: known(value, as: Data.self))
    case .value: try encode(known(value, as: CBORValue.self))
    case .texts: try encodeElements(known(value, as: [String].self)) { output.append(text: $0) }
    case .doubles: try encodeDoubles(known(value, as: [Double].self))
    case .floats: try encodeElements(known(value, as: [Float].self)) { append(float: $0) }
    case .ints: try encodeIntegers(known(value, as: [Int].self))
    case .int8s: try encodeIntegers(known(value, as: [Int8].self))
    case .int16s: try encodeIntegers(known(value, as: [Int16].self))
    case .int32s: try encodeIntegers(known(value, as: [Int32].self))
    case .int64s: try encodeIntegers(known(value, as: [Int64].self))
    case .uints: try encodeIntegers(known(value, as: [UInt].self))
    case .uint16s: try encodeIntegers(known(value, as: [UInt16].self))
    case .uint32s: try encodeIntegers(known(value, as: [UInt32].self))
    case .uint64s: try encodeIntegers(known(value, as: [UInt64].self))
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

  func encode(bytes: [UInt8]) {
    if bytes.count >= DeferredContent.threshold {
      output.append(bytesOf: bytes.count)
      addSplice(.deferred(.array(bytes)))
    } else {
      unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
    }
  }

  func encode(bytes: Data) {
    if bytes.count >= DeferredContent.threshold {
      output.append(bytesOf: bytes.count)
      addSplice(.deferred(.data(bytes)))
    } else {
      unsafe bytes.withUnsafeBytes { unsafe output.append(bytes: $0) }
    }
  }

  /// Appends a scalar, without the frame and container that its own `encode(to:)` would use.
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

  private func encodeIntegers<Integer: FixedWidthInteger>(_ elements: [Integer]) throws {
    if !elements.isEmpty { try checkDepth(adding: 1) }
    output.append(arrayOf: elements.count)
    output.append(elements: elements)
  }

  private func encodeDoubles(_ elements: [Double]) throws {
    guard options.floatEncoding == .shortest else { return try encodeElements(elements) { append(double: $0) } }
    if !elements.isEmpty { try checkDepth(adding: 1) }
    output.append(arrayOf: elements.count)
    output.append(elements: elements)
  }

  /// Encodes a dictionary with text keys, which are unique and are text with any key strategy.
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
