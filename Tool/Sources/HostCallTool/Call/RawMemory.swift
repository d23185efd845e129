// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCall
internal import HostCallGenerator

/// The memory of a raw value, as a descriptor states its layout: numbers at offsets.
///
///     {"position": {"x": 1.0, "y": 2.0}}    ↔    0000803f 00000040
struct RawMemory: Sendable {
  let layout: RawStruct

  /// - Returns: `nil` if the layout is not known.
  init?(_ type: HostCallDescriptor.ValueType) {
    guard type.kind == .raw, let layout = RawStruct(type) else { return nil }
    self.init(layout)
  }

  /// - Returns: `nil` if the layout is too large.
  init?(_ layout: RawStruct) {
    guard layout.size <= Self.maximumSize, layout.fields.allSatisfy({ $0.path.count <= Self.maximumDepth }) else {
      return nil
    }
    self.layout = layout
  }

  // A descriptor or a file from elsewhere may state any layout.
  private static let maximumSize = 1 << 20
  private static let maximumDepth = 100

  // MARK: Writing

  /// Returns the memory of a value: a number, a map of fields, or the bytes themselves.
  func bytes(of value: CBORValue) throws(ValueError) -> [UInt8] {
    if case .bytes(let bytes) = value {
      guard bytes.count == layout.size else {
        throw ValueError("found \(bytes.count) bytes, expected \(layout.size)")
      }
      return bytes
    }
    var bytes = [UInt8](repeating: 0, count: layout.size)
    for number in layout.fields {
      let place = number.path.map { ".\($0)" }.joined()
      let found = try self.value(at: number.path, of: value)
      var elements = [found]
      if number.count > 1 {
        guard case .array(let array) = found, array.count == number.count else {
          throw ValueError(path: place, found: found, expected: "an array of \(number.count) numbers")
        }
        elements = array
      }
      for (index, element) in elements.enumerated() {
        guard let bits = Self.bits(of: element, number.number) else {
          let place = number.count > 1 ? "\(place)[\(index)]" : place
          throw ValueError(path: place, found: element, expected: Self.description(number.number))
        }
        let count = number.number.byteCount
        for byte in 0..<count {
          let shift = 8 * (layout.isLittleEndian ? byte : count - 1 - byte)
          bytes[number.offset + index * count + byte] = UInt8(truncatingIfNeeded: bits >> UInt128(shift))
        }
      }
    }
    return bytes
  }

  private func value(at path: [String], of value: CBORValue) throws(ValueError) -> CBORValue {
    var (value, place) = (value, "")
    for key in path {
      guard case .map(let pairs) = value else { throw ValueError(path: place, found: value, expected: "a map") }
      guard let pair = pairs.first(where: { $0.key == .text(key) }) else {
        throw ValueError(path: place, found: value, expected: "the key \(key)")
      }
      (value, place) = (pair.value, "\(place).\(key)")
    }
    return value
  }

  /// Returns the bits of a number; `nil` if the value is none of the type.
  private static func bits(of value: CBORValue, _ type: InterfaceType) -> UInt128? {
    switch type {
    case .bool: return value == .true ? 1 : value == .false ? 0 : nil
    case .unsigned(let bits):
      guard let number = value.integer.flatMap({ UInt128(exactly: $0) }) ?? largeInteger(value),
        bits == 128 || number >> UInt128(bits) == 0
      else { return nil }
      return number
    case .signed(let bits):
      guard let number = value.integer, bits == 128 || (-1...0).contains(number >> Int128(bits - 1)) else { return nil }
      return UInt128(truncatingIfNeeded: number)
    case .float(64): return float(value, Double.self).map { UInt128($0.bitPattern) }
    case .float(32): return float(value, Float.self).map { UInt128($0.bitPattern) }
    case .float:
      #if os(macOS) && arch(x86_64)
      return nil  // where Swift has no Float16
      #else
      return float(value, Float16.self).map { UInt128($0.bitPattern) }
      #endif
    default: return nil
    }
  }

  /// Returns the nearest number; `nil` if a finite one is out of range, or an integer cannot be represented exactly, as
  /// the codec refuses those too.
  private static func float<Number: BinaryFloatingPoint>(_ value: CBORValue, _ type: Number.Type) -> Number? {
    guard case .float(let float) = value else { return value.integer.flatMap { Number(exactly: $0) } }
    let number = Number(float)
    return number.isInfinite && float.isFinite ? nil : number
  }

  /// Returns an integer that fits into a `UInt128`, but not into an `Int128`.
  private static func largeInteger(_ value: CBORValue) -> UInt128? {
    guard case .tagged(2, .bytes(let bytes)) = value else { return nil }
    let digits = bytes.drop { $0 == 0 }
    return digits.count <= 16 ? digits.reduce(0) { $0 << 8 | UInt128($1) } : nil
  }

  // MARK: Reading

  /// Returns the value of the memory; the bytes, if their number is another.
  func value(of bytes: [UInt8]) -> CBORValue {
    guard bytes.count == layout.size, !layout.fields.isEmpty else { return .bytes(bytes) }
    var result = CBORValue.map([])
    for number in layout.fields {
      let count = number.number.byteCount
      let elements = (0..<number.count).map { index in
        let start = number.offset + index * count
        var bits: UInt128 = 0
        for byte in 0..<count {
          bits = bits << 8 | UInt128(bytes[layout.isLittleEndian ? start + count - 1 - byte : start + byte])
        }
        return Self.value(of: bits, number.number)
      }
      let value = number.count > 1 ? CBORValue.array(elements) : elements[0]
      guard !number.path.isEmpty else { return value }
      Self.insert(value, at: number.path[...], into: &result)
    }
    return result
  }

  private static func insert(_ value: CBORValue, at path: ArraySlice<String>, into map: inout CBORValue) {
    guard let key = path.first, case .map(var pairs) = map else { return map = value }
    let index = pairs.firstIndex { $0.key == .text(key) } ?? pairs.endIndex
    if index == pairs.endIndex { pairs.append(CBORValue.Pair(key: .text(key), value: .map([]))) }
    insert(value, at: path.dropFirst(), into: &pairs[index].value)
    map = .map(pairs)
  }

  private static func value(of bits: UInt128, _ type: InterfaceType) -> CBORValue {
    switch type {
    case .bool: bits == 0 ? .false : .true
    case .signed(let width): .integer(Int128(truncatingIfNeeded: bits << UInt128(128 - width)) >> Int128(128 - width))
    case .float(64): .float(Double(bitPattern: UInt64(truncatingIfNeeded: bits)))
    case .float(32): .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case .float: half(UInt16(truncatingIfNeeded: bits))
    default: Int128(exactly: bits).map { .integer($0) } ?? .tagged(2, .bytes([UInt8](bigEndian: bits)))
    }
  }
}

extension RawMemory {
  /// Returns the value of a half, which CBOR has too.
  private static func half(_ bits: UInt16) -> CBORValue {
    let message = [0xf9, UInt8(bits >> 8), UInt8(bits & 0xff)]
    return (try? CBORDecoder().decode(CBORValue.self, from: message)) ?? .float(.nan)
  }

  static func description(_ type: InterfaceType) -> String {
    switch type {
    case .bool: "bool"
    case .signed(let bits): "int\(bits)"
    case .unsigned(let bits): "uint\(bits)"
    case .float(let bits): "float\(bits)"
    default: "\(type)"
    }
  }
}

extension [UInt8] {
  fileprivate init(bigEndian bits: UInt128) {
    self = (0..<16).reversed().map { UInt8(truncatingIfNeeded: bits >> UInt128(8 * $0)) }
  }
}
