// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The types that have their own form in CBOR, or that are slow through their generic `Codable` implementation.
enum KnownType: UInt8 {
  case bytes, data, value
  case texts, doubles, floats
  case ints, int8s, int16s, int32s, int64s, uints, uint16s, uint32s, uint64s
  case date, uuid, url, decimal, half
  // Dictionaries with text keys.
  case textInts, textTexts, textDoubles, textBools
  // Single scalars, which need no frame of their own.
  case bool, text, double, float
  case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64

  /// A Boolean value that indicates whether the type encodes as one head or one string, which cannot fail.
  var isScalar: Bool { rawValue >= KnownType.bool.rawValue }

  /// Returns the known type that `type` is; `nil` if it is none.
  ///
  /// Accessing metadata such as `[Int].self` in generic code costs as much as encoding a number, so the table of their
  /// addresses is built once.
  ///
  /// - Complexity: O(1).
  @inline(__always)
  static func of(_ type: Any.Type) -> KnownType? { KnownTypeTable.shared.lookUp(ObjectIdentifier(type)) }

  fileprivate static var all: [(KnownType, Any.Type)] {
    var all: [(KnownType, Any.Type)] = [
      (.bytes, [UInt8].self), (.data, Data.self), (.value, CBORValue.self), (.texts, [String].self),
      (.doubles, [Double].self), (.floats, [Float].self), (.ints, [Int].self), (.int8s, [Int8].self),
      (.int16s, [Int16].self), (.int32s, [Int32].self), (.int64s, [Int64].self), (.uints, [UInt].self),
      (.uint16s, [UInt16].self), (.uint32s, [UInt32].self), (.uint64s, [UInt64].self), (.date, Date.self),
      (.uuid, UUID.self), (.url, URL.self), (.decimal, Decimal.self), (.bool, Bool.self), (.text, String.self),
      (.double, Double.self), (.float, Float.self), (.int, Int.self), (.int8, Int8.self), (.int16, Int16.self),
      (.int32, Int32.self), (.int64, Int64.self), (.uint, UInt.self), (.uint8, UInt8.self), (.uint16, UInt16.self),
      (.uint32, UInt32.self), (.uint64, UInt64.self), (.textInts, [String: Int].self),
      (.textTexts, [String: String].self),
      (.textDoubles, [String: Double].self), (.textBools, [String: Bool].self),
    ]
    #if !(os(macOS) && arch(x86_64))
    all.append((.half, Float16.self))
    #endif
    return all
  }
}

/// A hash table from the addresses of type metadata to known types, built once and never changed.
@safe private final class KnownTypeTable: @unchecked Sendable {  // immutable
  private struct Entry {
    var type: ObjectIdentifier?
    var known: KnownType
  }

  static let shared = KnownTypeTable()

  private static let bits = 8
  private let entries: UnsafeMutablePointer<Entry>

  private init() {
    unsafe entries = .allocate(capacity: 1 << Self.bits)
    unsafe entries.initialize(repeating: Entry(type: nil, known: .bytes), count: 1 << Self.bits)
    for (known, type) in KnownType.all {
      var index = Self.start(ObjectIdentifier(type))
      while unsafe entries[index].type != nil { index = (index + 1) & (1 << Self.bits - 1) }
      unsafe entries[index] = Entry(type: ObjectIdentifier(type), known: known)
    }
  }

  private static func start(_ type: ObjectIdentifier) -> Int {
    Int((UInt64(UInt(bitPattern: type)) &* 0x9E37_79B9_7F4A_7C15) >> (64 - UInt64(bits)))
  }

  func lookUp(_ type: ObjectIdentifier) -> KnownType? {
    var index = Self.start(type)
    while true {
      let entry = unsafe entries[index]
      if entry.type == type { return entry.known }
      if entry.type == nil { return nil }
      index = (index + 1) & (1 << Self.bits - 1)
    }
  }
}

/// Returns the value as the type that a look-up has found it to be.
@inline(__always)
func known<Value, Known>(_ value: Value, as type: Known.Type) -> Known {
  assert(Value.self == Known.self, "the type was looked up")
  return unsafe unsafeBitCast(value, to: type)
}
