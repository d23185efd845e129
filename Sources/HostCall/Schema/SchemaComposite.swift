/// A type of the standard library whose parts say what it is.
///
/// Its example is empty, so it needs none of its parts.
protocol SchemaComposite {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>)
}

extension Optional: SchemaComposite where Wrapped: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (.nullable(probe.describe(Wrapped.self, at: path).schema), .success(Self.none as Any))
  }
}

extension Array: SchemaComposite where Element: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (.array(probe.describe(Element.self, at: path + [ProbeKey(intValue: 0)]).schema), .success(Self()))
  }
}

extension ContiguousArray: SchemaComposite where Element: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (.array(probe.describe(Element.self, at: path + [ProbeKey(intValue: 0)]).schema), .success(Self()))
  }
}

extension Set: SchemaComposite where Element: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (.array(probe.describe(Element.self, at: path + [ProbeKey(intValue: 0)]).schema), .success(Self()))
  }
}

extension SIMD where Self: SchemaComposite, Scalar: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (
      .tuple(
        Array(repeating: probe.describe(Scalar.self, at: path + [ProbeKey(intValue: 0)]).schema, count: scalarCount)),
      .success(Self())
    )
  }
}

extension SIMD2: SchemaComposite where Scalar: Decodable {}
extension SIMD3: SchemaComposite where Scalar: Decodable {}
extension SIMD4: SchemaComposite where Scalar: Decodable {}
extension SIMD8: SchemaComposite where Scalar: Decodable {}
extension SIMD16: SchemaComposite where Scalar: Decodable {}
extension SIMD32: SchemaComposite where Scalar: Decodable {}
extension SIMD64: SchemaComposite where Scalar: Decodable {}

/// Keys that are texts or integers are the keys of a map, in text; any others make an array of keys and values in turn.
extension Dictionary: SchemaComposite where Key: Decodable, Value: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey]
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    let value = probe.describe(Value.self, at: path + [ProbeKey(stringValue: "key")]).schema
    let isMap = Key.self == String.self || Key.self == Int.self || Key.self is any CodingKeyRepresentable.Type
    return (
      isMap
        ? .dictionary(value, isNumbered: Key.self == Int.self)
        : .pairs(probe.describe(Key.self, at: path + [ProbeKey(intValue: 0)]).schema, value), .success(Self())
    )
  }
}
