// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Enumerates an enum's cases, given its metatype: `CodingKeys` and enums with raw values are usually not
/// `CaseIterable`.
///
/// In memory, an enum without payloads is a number from 0 to one less than its number of cases, in the fewest bytes.
/// The descriptor of its ``TypeMetadata`` holds the number of cases:
///
///     descriptor  byte 20  cases with a payload (the lower 24 bits)
///                 byte 24  cases without
package enum EnumCases {
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
    TypeMetadata(type).kind == .enumeration
  }

  private static func count(of type: Any.Type) -> Int? {
    guard isEnum(type), let descriptor = unsafe TypeMetadata(type).descriptor else { return nil }
    guard unsafe descriptor.load(fromByteOffset: 20, as: UInt32.self) & 0xFF_FFFF == 0 else { return nil }
    return unsafe Int(descriptor.load(fromByteOffset: 24, as: UInt32.self))
  }
}
