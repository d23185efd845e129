// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// What the codec needs to know about a type from the runtime: its conformances, and the kind of collection that it is.
///
/// The traits of a type are computed once and kept for the lifetime of the process. Look-up takes no lock: a hash table
/// has a linked list per bucket, to whose front traits are added and from which none are removed.
final class CodingTraits: @unchecked Sendable {  // immutable
  let encodable: (any CBOREncodable.Type)?
  let decodable: (any CBORDecodable.Type)?
  let dictionary: (any DecodableDictionary.Type)?
  /// The type as a list of bytes other than `[UInt8]` and `Data`, which also decodes from a byte string.
  let bytes: (any DecodableBytes.Type)?
  let collection: Collection

  /// How the codec treats the elements or pairs of a collection.
  enum Collection {
    case other
    /// A set, whose elements have no order.
    case elements
    /// A dictionary that encodes as an array of alternating keys and values, whose pairs have no order.
    case alternating
    /// A dictionary whose keys are integers.
    case integerKeys

    /// The number of consecutive items that are reordered together; `nil` if the collection is ordered.
    var stride: Int? {
      switch self {
      case .elements: 1
      case .alternating: 2
      case .other, .integerKeys: nil
      }
    }
  }

  private let type: ObjectIdentifier
  /// The address of the next traits in the list, or 0.
  private let next: UInt

  private init(_ type: Any.Type, next: UInt) {
    encodable = type as? any CBOREncodable.Type
    decodable = type as? any CBORDecodable.Type
    dictionary = type as? any DecodableDictionary.Type
    bytes = type as? any DecodableBytes.Type
    collection = (type as? any UnorderedCollection.Type)?.kind ?? .other
    self.type = ObjectIdentifier(type)
    self.next = next
  }

  /// Returns the traits of a type.
  ///
  /// - Complexity: O(1) on average, for up to several thousand types.
  static func of(_ type: Any.Type) -> CodingTraits {
    let hash = UInt64(UInt(bitPattern: ObjectIdentifier(type))) &* 0x9E37_79B9_7F4A_7C15
    let first = unsafe lists.first[Int(hash >> (64 - bits))].load(ordering: .acquiring)
    return find(type, from: first) ?? add(type, to: Int(hash >> (64 - bits)), before: first)
  }

  /// Returns the conformance by which values of a type encode themselves; `nil` if they have none or the codec knows
  /// the type.
  static func directEncoding(of type: Any.Type) -> (any CBOREncodable.Type)? {
    KnownType.of(type) == nil ? of(type).encodable : nil
  }

  /// Returns the conformance by which values of a type decode themselves; `nil` if they have none or the codec knows
  /// the type.
  static func directDecoding(of type: Any.Type) -> (any CBORDecodable.Type)? {
    KnownType.of(type) == nil ? of(type).decodable : nil
  }

  private static let bits: UInt64 = 9

  /// The address of the first traits of each list, or 0.
  private static let lists = Lists()

  @safe private struct Lists: @unchecked Sendable {  // immutable; the memory it points to is atomic
    let first: UnsafeMutablePointer<Atomic<UInt>>

    init() {
      unsafe first = .allocate(capacity: 1 << Int(CodingTraits.bits))
      for place in 0..<(1 << Int(CodingTraits.bits)) { unsafe (first + place).initialize(to: Atomic(0)) }
    }
  }

  private static func find(_ type: Any.Type, from first: UInt) -> CodingTraits? {
    var bits = first
    while let pointer = unsafe UnsafeRawPointer(bitPattern: bits) {
      let traits = unsafe Unmanaged<CodingTraits>.fromOpaque(pointer).takeUnretainedValue()
      if traits.type == ObjectIdentifier(type) { return traits }
      bits = traits.next
    }
    return nil
  }

  @inline(never)
  private static func add(_ type: Any.Type, to list: Int, before first: UInt) -> CodingTraits {
    var first = first
    while true {
      let traits = CodingTraits(type, next: first)
      let bits = UInt(bitPattern: unsafe Unmanaged.passUnretained(traits).toOpaque())
      let (isAdded, found) = unsafe lists.first[list].compareExchange(
        expected: first, desired: bits, ordering: .acquiringAndReleasing)
      if isAdded {
        // The list owns a reference.
        _ = unsafe Unmanaged.passRetained(traits)
        return traits
      }
      if let other = find(type, from: found) { return other }
      first = found
    }
  }
}

/// An unordered collection of the standard library.
private protocol UnorderedCollection {
  static var kind: CodingTraits.Collection { get }
}

extension Set: UnorderedCollection {
  fileprivate static var kind: CodingTraits.Collection { .elements }
}

extension Dictionary: UnorderedCollection {
  fileprivate static var kind: CodingTraits.Collection {
    guard let key = Key.self as? any CodingKeyRepresentable.Type else { return .alternating }
    return Key.self == Int.self || (key as? any RawRepresentable<Int>.Type) != nil ? .integerKeys : .other
  }
}

/// A list of bytes whose own `init(from:)` reads only an array of integers.
protocol DecodableBytes {
  init(_ bytes: UnsafeRawBufferPointer)
}

extension ContiguousArray: DecodableBytes where Element == UInt8 {}
