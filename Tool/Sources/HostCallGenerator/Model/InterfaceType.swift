// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The type of a value that crosses between a core and its host, for emitters.
///
/// Records, enumerations and raw structs are always ``named(_:)``: the reader names those that have no name in Swift.
package indirect enum InterfaceType: Hashable, Sendable {
  case bool
  /// An integer of 8, 16, 32, 64 or 128 bits.
  case signed(bits: Int)
  /// An integer of 8, 16, 32, 64 or 128 bits that is not negative.
  case unsigned(bits: Int)
  /// A number in floating point of 16, 32 or 64 bits.
  case float(bits: Int)
  case text
  case bytes
  /// A point in time: CBOR's tag 1 around a number of seconds since 1970, an integer or in floating point.
  case date
  /// CBOR's tag 37 around 16 bytes.
  case uuid
  /// CBOR's tag 32 around text.
  case uri
  /// CBOR's tag 4 around the array of an exponent to the base 10 and a mantissa.
  case decimal
  /// The value or null. It never contains another one directly.
  case optional(InterfaceType)
  case array(InterfaceType)
  /// An array with a type for each element.
  case tuple([InterfaceType])
  /// An array that begins with the elements of `first`, followed by any number of `rest`.
  case sequence(first: [InterfaceType], rest: InterfaceType)
  /// A map with any text keys.
  case dictionary(InterfaceType)
  /// A map whose keys are integers, in decimal as text.
  case numberedDictionary(InterfaceType)
  /// An array of alternating keys and values.
  case pairs(key: InterfaceType, value: InterfaceType)
  /// One of several types, which only the value tells apart.
  case choice([InterfaceType])
  /// The type of that name in ``InterfaceModel/types``.
  case named(String)
  /// Any item of CBOR, with the reason why no more is known.
  case any(reason: String)

  /// Returns the type with a name in CDDL; `nil` for an unknown name.
  ///
  /// The names are those of a descriptor's `builtIn` types.
  package init?(cddl name: String) {
    switch name {
    case "bool": self = .bool
    case "int8": self = .signed(bits: 8)
    case "int16": self = .signed(bits: 16)
    case "int32": self = .signed(bits: 32)
    case "int64": self = .signed(bits: 64)
    case "int128": self = .signed(bits: 128)
    case "uint8": self = .unsigned(bits: 8)
    case "uint16": self = .unsigned(bits: 16)
    case "uint32": self = .unsigned(bits: 32)
    case "uint": self = .unsigned(bits: 64)
    case "uint128": self = .unsigned(bits: 128)
    case "float16": self = .float(bits: 16)
    case "float16-32", "float32": self = .float(bits: 32)
    case "float", "float64": self = .float(bits: 64)
    case "tstr", "text": self = .text
    case "bytes", "bstr": self = .bytes
    case "time": self = .date
    case "uuid": self = .uuid
    case "uri": self = .uri
    case "decfrac": self = .decimal
    case "any": self = .any(reason: "any value")
    default: return nil
    }
  }

  /// The type without ``optional(_:)`` around it.
  package var unwrapped: InterfaceType {
    if case .optional(let type) = self { type } else { self }
  }

  /// Whether the value may be null.
  package var isOptional: Bool { self != unwrapped }

  /// The size in bytes of a number in raw memory; 0 for any other type.
  package var byteCount: Int {
    switch self {
    case .bool: 1
    case .signed(let bits), .unsigned(let bits), .float(let bits): bits / 8
    default: 0
    }
  }

  /// The type in raw memory for C and C++, which have the bits of a number of 16 bits in floating point.
  var rawInC: InterfaceType { self == .float(bits: 16) ? .unsigned(bits: 16) : self }

  /// The types that this one consists of, without those of a named type.
  package var parts: [InterfaceType] {
    switch self {
    case .optional(let type), .array(let type), .dictionary(let type), .numberedDictionary(let type): [type]
    case .tuple(let types), .choice(let types): types
    case .sequence(let first, let rest): first + [rest]
    case .pairs(let key, let value): [key, value]
    default: []
    }
  }
}
