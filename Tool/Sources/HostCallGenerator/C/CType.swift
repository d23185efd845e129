// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The type of a value in C, as a generated header declares it.
///
///     [String?]   →   array(optional(scalar(text)))   →   profile_core_text_or_null_array
indirect enum CType: Hashable, Sendable {
  /// A type of C or of the runtime: its name there, and the word that the names of other types use for it.
  ///
  /// `hostcall_typed_` and the word is the name of its description.
  case scalar(name: String, word: String)
  /// An item of any kind, with the reason why no more is known.
  case item(reason: String)
  /// A named type that is a struct in C.
  case record(String)
  /// A named type that is an enum in C.
  case cases(String)
  /// A pointer, or NULL.
  case optional(CType)
  /// A pointer, since a struct cannot contain itself.
  case box(CType)
  case array(CType)
  /// A map with text or integers as keys.
  case map(isNumbered: Bool, CType)
  case pairs(CType, CType)
  case tuple([CType])

  /// The numbers and texts.
  ///
  /// - Returns: `nil` for any other type.
  init?(scalar type: InterfaceType) {
    switch type {
    case .bool: self = .scalar(name: "bool", word: "bool")
    case .signed(128): self = .scalar(name: "hostcall_int128", word: "int128")
    case .unsigned(128): self = .scalar(name: "hostcall_uint128", word: "uint128")
    case .signed(let bits): self = .scalar(name: "int\(bits)_t", word: "int\(bits)")
    case .unsigned(let bits): self = .scalar(name: "uint\(bits)_t", word: "uint\(bits)")
    case .float(64): self = .scalar(name: "double", word: "double")
    case .float: self = .scalar(name: "float", word: "float")
    case .text: self = .scalar(name: "hostcall_text", word: "text")
    case .bytes: self = .scalar(name: "hostcall_bytes", word: "bytes")
    case .date: self = .scalar(name: "double", word: "time")
    case .uuid: self = .scalar(name: "hostcall_uuid", word: "uuid")
    case .uri: self = .scalar(name: "hostcall_text", word: "uri")
    case .decimal: self = .scalar(name: "hostcall_decimal", word: "decimal")
    default: return nil
    }
  }

  /// Any bytes as they are, of a function that works in bytes.
  static let payload = CType.scalar(name: "hostcall_bytes", word: "payload")

  /// Whether functions take the value itself, and not a pointer to it.
  var isPassedByValue: Bool {
    switch self {
    case .scalar, .item, .cases, .optional, .box: true
    case .record, .array, .map, .pairs, .tuple: false
    }
  }
}
