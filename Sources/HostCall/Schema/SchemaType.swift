// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The type of a value in a message, in the terms of CDDL (RFC 8610).
indirect enum SchemaType: Hashable, Sendable {
  /// A name from CDDL's prelude or the codec's definitions, such as `tstr` or `int64`.
  case named(String)
  /// CDDL that a type states itself.
  case stated(String)
  /// One of several values, spelled in CDDL.
  case literals([String])
  /// The value, or null.
  case nullable(SchemaType)
  case array(SchemaType)
  /// An array with a type for each element.
  case tuple([SchemaType])
  /// An array that starts with elements of given types, followed by any number of elements.
  case sequence([SchemaType], SchemaType)
  /// A map with text keys, which are integers in decimal if it is numbered.
  case dictionary(SchemaType, isNumbered: Bool)
  /// An array of alternating keys and values.
  case pairs(SchemaType, SchemaType)
  case map([SchemaMember])
  case choice([SchemaType])
  /// A named type, by its index among the rules of the schema.
  case rule(Int)
  /// A plain value as raw memory.
  case raw(PlainLayout)
  /// An unknown type, with the reason.
  case unknown(String)
}

/// A member of a map.
struct SchemaMember: Hashable, Sendable {
  let key: String
  /// Whether the member may be missing.
  let isOptional: Bool
  let type: SchemaType
}

/// A named type: a struct, a class or an enum.
struct SchemaRule: Sendable {
  /// The identity of the type within the process.
  let id: ObjectIdentifier
  /// The type's own name, such as `Profile`.
  let name: String
  var type: SchemaType
  /// What the type declares; `nil` if it was probed.
  let declaration: HostTypeSchema?
}
