/// What the values of a type are in a message, in the terms of CDDL (RFC 8610).
indirect enum SchemaType: Hashable, Sendable {
  /// A name of CDDL's prelude or of the codec's definitions, such as `tstr` or `int64`.
  case named(String)
  /// CDDL that a type states itself.
  case stated(String)
  /// One of a few values, as CDDL spells them.
  case literals([String])
  /// The value, or null.
  case nullable(SchemaType)
  case array(SchemaType)
  /// An array in which each place has its own type.
  case tuple([SchemaType])
  /// An array that begins with places of their own types, and goes on with any number of elements.
  case sequence([SchemaType], SchemaType)
  /// A map from any text; the text of a whole number, if it is numbered.
  case dictionary(SchemaType, isNumbered: Bool)
  /// An array of keys and values in turn.
  case pairs(SchemaType, SchemaType)
  case map([SchemaMember])
  case choice([SchemaType])
  /// Another type, by its place among the rules of the schema.
  case rule(Int)
  /// A plain value as it lies in memory.
  case raw(PlainLayout)
  /// Nobody knows; why, in words.
  case unknown(String)
}

/// One key of a map.
struct SchemaMember: Hashable, Sendable {
  let key: String
  /// Whether it may be missing.
  let isOptional: Bool
  let type: SchemaType
}

/// A type that has a name: a struct, a class or an enum.
struct SchemaRule: Hashable, Sendable {
  /// The type's own name, such as `Profile`.
  let name: String
  let type: SchemaType
}
