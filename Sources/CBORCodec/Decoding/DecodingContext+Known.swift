#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DecodingContext {
  /// Decodes the types that have their own form in CBOR, and those whose generic way is slow.
  func decodeKnown<Value: Decodable>(
    _ type: Value.Type, _ known: KnownType, at offset: Int, level: Int
  ) throws -> Value {
    func value<Known>(_ value: Known) -> Value { CBORCodec.known(value, as: Value.self) }
    switch known {
    case .bytes: return value(try bytes(type, at: offset, level: level))
    case .data: return value(Data(try bytes(type, at: offset, level: level)))
    case .value: return value(try cborValue(at: offset))
    case .texts: return value(try elements(type, at: offset, level: level) { try string(at: $0, level: $1) })
    case .doubles: return value(try floats(Double.self, at: offset, level: level))
    case .floats: return value(try floats(Float.self, at: offset, level: level))
    case .ints: return value(try integers(Int.self, at: offset, level: level))
    case .int8s: return value(try integers(Int8.self, at: offset, level: level))
    case .int16s: return value(try integers(Int16.self, at: offset, level: level))
    case .int32s: return value(try integers(Int32.self, at: offset, level: level))
    case .int64s: return value(try integers(Int64.self, at: offset, level: level))
    case .uints: return value(try integers(UInt.self, at: offset, level: level))
    case .uint16s: return value(try integers(UInt16.self, at: offset, level: level))
    case .uint32s: return value(try integers(UInt32.self, at: offset, level: level))
    case .uint64s: return value(try integers(UInt64.self, at: offset, level: level))
    case .textInts:
      return value(
        try pairs(Int.self, at: offset, level: level, quick: { Self.quickInteger($0) }) {
          try integer(Int.self, at: $0, level: $1)
        })
    case .textTexts: return value(try pairs(String.self, at: offset, level: level) { try string(at: $0, level: $1) })
    case .textDoubles:
      return value(
        try pairs(Double.self, at: offset, level: level, quick: { Self.quickFloat($0) }) {
          try float(Double.self, at: $0, level: $1)
        })
    case .textBools: return value(try pairs(Bool.self, at: offset, level: level) { try bool(at: $0, level: $1) })
    case .bool: return value(try bool(at: offset, level: level))
    case .text: return value(try string(at: offset, level: level))
    case .double: return value(try float(Double.self, at: offset, level: level))
    case .float: return value(try float(Float.self, at: offset, level: level))
    case .int: return value(try integer(Int.self, at: offset, level: level))
    case .int8: return value(try integer(Int8.self, at: offset, level: level))
    case .int16: return value(try integer(Int16.self, at: offset, level: level))
    case .int32: return value(try integer(Int32.self, at: offset, level: level))
    case .int64: return value(try integer(Int64.self, at: offset, level: level))
    case .uint: return value(try integer(UInt.self, at: offset, level: level))
    case .uint8: return value(try integer(UInt8.self, at: offset, level: level))
    case .uint16: return value(try integer(UInt16.self, at: offset, level: level))
    case .uint32: return value(try integer(UInt32.self, at: offset, level: level))
    case .uint64: return value(try integer(UInt64.self, at: offset, level: level))
    case .date: return value(try date(at: offset, level: level))
    case .uuid: return value(try uuid(at: offset, level: level))
    case .url: return value(try url(at: offset, level: level))
    case .decimal: return value(try decimal(at: offset, level: level))
    case .half: return try type.init(from: ItemDecoder(context: self, offset: offset, level: level))
    }
  }

  private func integers<Integer: FixedWidthInteger>(
    _ type: Integer.Type, at offset: Int, level: Int
  ) throws -> [Integer] {
    try elements([Integer].self, at: offset, level: level, quick: { Self.quickInteger($0) }) {
      try integer(type, at: $0, level: $1)
    }
  }

  private func floats<Number: BinaryFloatingPoint>(
    _ type: Number.Type, at offset: Int, level: Int
  ) throws -> [Number] {
    try elements([Number].self, at: offset, level: level, quick: { Self.quickFloat($0) }) {
      try float(type, at: $0, level: $1)
    }
  }

  // What most elements are, from their heads alone; nothing for those that take a closer look.

  @inline(__always)
  private static func quickInteger<Integer: FixedWidthInteger>(_ head: Head) -> Integer? {
    switch head.kind {
    case .unsigned: Integer(exactly: head.argument)
    case .negative: Int64(exactly: head.argument).flatMap { Integer(exactly: ~$0) }
    default: nil
    }
  }

  @inline(__always)
  private static func quickFloat<Number: BinaryFloatingPoint>(_ head: Head) -> Number? {
    guard head.kind == .float else { return nil }
    let value = Number(Double(bitPattern: head.argument))
    return value.isFinite ? value : nil
  }

  /// Reads a dictionary whose values are no containers.
  ///
  /// What is not as expected is left to the dictionary's own way of decoding: keys that are no text in one piece,
  /// values that don't fit, and maps with keys that are there twice.
  @inline(__always)
  private func pairs<Value: Decodable>(
    _ type: Value.Type, at offset: Int, level: Int, quick: (Head) -> Value? = { _ in nil },
    _ read: (_ offset: Int, _ level: Int) throws -> Value
  ) throws -> [String: Value] {
    let head = try message.untaggedHead(at: offset).head
    var pairs: [String: Value] = [:]
    if head.kind == .map, !head.isIndefinite, message.options.limits.rejectsDuplicateKeys {
      let count = Int(clamping: head.argument)
      // A pair takes two bytes at least.
      pairs.reserveCapacity(min(count, max(0, message.input.count - head.end) / 2))
      var position = head.end
      while pairs.count < count {
        let key = try message.head(at: position)
        guard key.kind == .text, message.isTextInPlace(key) else { break }
        let range = try message.input.definiteContent(of: key, at: position)
        let text = message.input.string(in: range, isChecked: true)
        let head = try message.head(at: range.upperBound)
        let value: Value
        if let found = quick(head) {
          value = found
          position = head.end
        } else {
          guard let found = try? read(range.upperBound, level + 1) else { break }
          value = found
          position = try message.end(ofItemAt: range.upperBound)
        }
        // Two keys of different bytes can be one in Swift, which the dictionary's own way has an opinion about.
        guard pairs.updateValue(value, forKey: text) == nil else { break }
      }
      if pairs.count == count { return pairs }
    }
    return try [String: Value](from: ItemDecoder(context: self, offset: offset, level: level))
  }

  /// Reads an array whose elements are not containers.
  @inline(__always)
  private func elements<Element>(
    _ type: Any.Type, at offset: Int, level: Int, quick: (Head) -> Element? = { _ in nil },
    _ read: (_ offset: Int, _ level: Int) throws -> Element
  ) throws -> [Element] {
    let (head, start) = try message.untaggedHead(at: offset)
    guard head.kind == .array else { throw mismatch(type, found: head, at: start, level: level) }
    var elements: [Element] = []
    // The scan found that many elements; the bytes that are left bound it even so.
    elements.reserveCapacity(
      Int(clamping: min(head.argument, UInt64(max(0, message.input.count - head.end)))))
    var position = head.end
    var index = 0
    let count = Int(clamping: head.argument)
    while head.isIndefinite || index < count {
      let next = try message.head(at: position)
      if head.isIndefinite, next.kind == .breakCode { break }
      if let element = quick(next) {
        elements.append(element)
        position = next.end
        index += 1
        continue
      }
      if let element = try? read(position, level + 1) {
        elements.append(element)
      } else {
        // Again, for an error that knows the place.
        setKey(CodingPathKey(index: index), level: level)
        elements.append(try read(position, level + 1))
      }
      position = try message.end(ofItemAt: position)
      index += 1
    }
    return elements
  }

  /// The bytes of a byte string, or of an array of integers.
  private func bytes(_ type: Any.Type, at offset: Int, level: Int) throws -> [UInt8] {
    let (head, start) = try message.untaggedHead(at: offset)
    switch head.kind {
    case .bytes:
      return try message.input.stringContent(at: start, head: head).content
    case .array:
      return try elements(type, at: start, level: level) { try integer(UInt8.self, at: $0, level: $1) }
    default:
      throw mismatch(type, found: head, at: start, level: level)
    }
  }
}
