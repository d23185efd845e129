#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DecodingContext {
  /// Decodes the types that have their own form in CBOR, and those whose generic way is slow.
  ///
  /// - Returns: Nothing if the type is none of them.
  func decodeKnown<Value: Decodable>(_ type: Value.Type, at offset: Int, level: Int) throws -> Value? {
    if type == [UInt8].self {
      return try bytes(type, at: offset, level: level) as? Value
    } else if type == Data.self {
      return Data(try bytes(type, at: offset, level: level)) as? Value
    } else if type == CBORValue.self {
      return try cborValue(at: offset) as? Value
    } else if type == [String].self {
      return try elements(type, at: offset, level: level) { try string(at: $0, level: level + 1) } as? Value
    } else if type == [Double].self {
      return try elements(type, at: offset, level: level) {
        try float(Double.self, at: $0, level: level + 1)
      } as? Value
    } else if type == [Float].self {
      return try elements(type, at: offset, level: level) {
        try float(Float.self, at: $0, level: level + 1)
      } as? Value
    } else if let integers = try decodeIntegers(type, at: offset, level: level) {
      return integers
    }
    return try decodeFoundationValue(type, at: offset, level: level)
  }

  private func decodeIntegers<Value: Decodable>(_ type: Value.Type, at offset: Int, level: Int) throws
    -> Value?
  {
    func array<Integer: FixedWidthInteger>(_ element: Integer.Type) throws -> Value? {
      guard type == [Integer].self else { return nil }
      return try elements(type, at: offset, level: level) { try integer(element, at: $0, level: level + 1) }
        as? Value
    }
    return try array(Int.self) ?? array(Int32.self) ?? array(Int64.self) ?? array(UInt32.self)
      ?? array(UInt64.self) ?? array(UInt16.self) ?? array(Int16.self) ?? array(UInt.self) ?? array(Int8.self)
  }

  /// Reads an array whose elements are not containers.
  private func elements<Element>(
    _ type: Any.Type, at offset: Int, level: Int, _ read: (Int) throws -> Element
  ) throws -> [Element] {
    let (head, start) = try message.untaggedHead(at: offset)
    guard head.kind == .array else { throw mismatch(type, found: head, at: start, level: level) }
    var elements: [Element] = []
    // The scan found that many elements; the bytes that are left bound it even so.
    elements.reserveCapacity(
      Int(clamping: min(head.argument, UInt64(max(0, message.input.count - head.end)))))
    var position = head.end
    var index = 0
    while head.isIndefinite || index < Int(clamping: head.argument) {
      if head.isIndefinite, try message.head(at: position).kind == .breakCode { break }
      setKey(CodingPathKey(index: index), level: level)
      elements.append(try read(position))
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
      return try elements(type, at: start, level: level) { try integer(UInt8.self, at: $0, level: level + 1) }
    default:
      throw mismatch(type, found: head, at: start, level: level)
    }
  }
}
