/// What a handler says of the schema that it was made for.
enum HandlerSchema: Sendable {
  /// Nothing, so that nothing is checked.
  case unchecked
  /// A fingerprint, which is not 0.
  case fingerprint(UInt64)
  /// It is written in Swift, for this type.
  case type(any CallSchema)
}

extension HandlerSchema {
  /// Whether it takes or gives raw bytes, as far as it says.
  var isRaw: Bool {
    if case .type(let schema) = self { schema.isRaw } else { false }
  }
}
