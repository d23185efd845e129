#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The types that have their own form in CBOR, or whose generic way through `Codable` is slow.
enum KnownType: UInt8 {
  case bytes, data, value
  case texts, doubles, floats
  case ints, int8s, int16s, int32s, int64s, uints, uint16s, uint32s, uint64s
  case date, uuid, url, decimal, half
  // Dictionaries from text, by their values.
  case textInts, textTexts, textDoubles, textBools
  // What a single scalar is; they need no frame of their own.
  case bool, text, double, float
  case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64

  /// Whether it is written as one head, or a string, without anything that could go wrong.
  var isScalar: Bool { rawValue >= KnownType.bool.rawValue }

  /// Which of them `type` is; nil for all others.
  ///
  /// Constant time.
  ///
  /// To ask for the type `[Int].self` in generic code costs as much as encoding a number, so all of them are asked for
  /// once; after that a look at a table of addresses is enough.
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

/// From the addresses of types to which known type they are.
///
/// Made once, and never changed.
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

/// The value as what it is known to be.
@inline(__always)
func known<Value, Known>(_ value: Value, as type: Known.Type) -> Known {
  assert(Value.self == Known.self, "the type was looked up")
  return unsafe unsafeBitCast(value, to: type)
}
