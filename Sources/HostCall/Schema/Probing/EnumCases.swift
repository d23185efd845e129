/// Enumerates an enum's cases, given its metatype: `CodingKeys` and enums with raw values are usually not
/// `CaseIterable`.
///
/// In memory, an enum without payloads is a number from 0 to one less than its number of cases, in the fewest bytes.
/// Its type descriptor holds the number of cases at an ABI-stable offset
/// (https://github.com/swiftlang/swift/blob/main/docs/ABI/TypeMetadata.rst):
///
///     metadata    word 0   kind, 0x201 for an enum
///                 word 1   address of the descriptor
///     descriptor  byte 20  cases with a payload (the lower 24 bits)
///                 byte 24  cases without
package enum EnumCases {
  private static let enumKind: UInt = 0x201

  /// Returns all values of `type` in the order of declaration; `nil` unless it is a Swift enum without payloads.
  static func all<Value>(of type: Value.Type) -> [Value]? {
    guard let count = count(of: type) else { return nil }
    switch MemoryLayout<Value>.size {
    case 0 where count <= 1, 1 where (2...1 << 8).contains(count):
      return (0..<count).map { value(UInt8($0), as: type) }
    case 2 where (1 << 8 + 1...1 << 16).contains(count):
      return (0..<count).map { value(UInt16($0), as: type) }
    default: return nil
    }
  }

  /// Returns the value whose memory is `number`, after its size was checked; a value of zero bytes reads none.
  private static func value<Number: FixedWidthInteger, Value>(_ number: Number, as type: Value.Type) -> Value {
    unsafe withUnsafeBytes(of: number) { unsafe $0.load(as: type) }
  }

  /// Returns whether `type` is an enum, with or without payloads.
  package static func isEnum(_ type: Any.Type) -> Bool {
    unsafe unsafeBitCast(type, to: UnsafeRawPointer.self).load(as: UInt.self) == enumKind
  }

  private static func count(of type: Any.Type) -> Int? {
    guard isEnum(type) else { return nil }
    let metadata = unsafe unsafeBitCast(type, to: UnsafeRawPointer.self)
    let descriptor = unsafe metadata.load(fromByteOffset: MemoryLayout<UInt>.size, as: UnsafeRawPointer.self)
    guard unsafe descriptor.load(fromByteOffset: 20, as: UInt32.self) & 0xFF_FFFF == 0 else { return nil }
    return unsafe Int(descriptor.load(fromByteOffset: 24, as: UInt32.self))
  }
}
