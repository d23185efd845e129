// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A standard library type whose schema follows from its parts.
///
/// Its first example does not use examples of named types, since those may contain this type.
protocol SchemaComposite {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, example: Result<Any, any Error>)
}

extension SchemaProbe {
  /// Describes the elements of a collection.
  ///
  /// The example has one element, except in form 1, and in form 0 if that needs the example of a named type.
  fileprivate func describeElement<Element: Decodable>(
    _ type: Element.Type, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, elements: Result<[Element], any Error>) {
    let (schema, example) = describe(type, at: path + [ProbeKey(intValue: 0)], in: pass)
    switch (schema, pass?.form ?? 0) {
    case (.rule, 0), (_, 1): return (schema, .success([]))
    default:
      do {
        return (schema, .success([try example()]))
      } catch {
        return (schema, error is ExampleNotReady ? .failure(error) : .success([]))
      }
    }
  }
}

extension Optional: SchemaComposite where Wrapped: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (.nullable(probe.describe(Wrapped.self, at: path, in: pass).schema), .success(Self.none as Any))
  }
}

extension RangeReplaceableCollection where Self: SchemaComposite, Element: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    let (schema, elements) = probe.describeElement(Element.self, at: path, in: pass)
    return (.array(schema), elements.map { Self($0) })
  }
}

extension Array: SchemaComposite where Element: Decodable {}
extension ContiguousArray: SchemaComposite where Element: Decodable {}

extension Set: SchemaComposite where Element: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    let (schema, elements) = probe.describeElement(Element.self, at: path, in: pass)
    return (.array(schema), elements.map { Self($0) })
  }
}

extension SIMD where Self: SchemaComposite, Scalar: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    (
      .tuple(
        Array(
          repeating: probe.describe(Scalar.self, at: path + [ProbeKey(intValue: 0)], in: pass).schema,
          count: scalarCount)),
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

/// Keys that are strings or integers become text keys of a map; any other type becomes an array of alternating keys and
/// values.
extension Dictionary: SchemaComposite where Key: Decodable, Value: Decodable {
  static func describe(
    by probe: SchemaProbe, at path: [any CodingKey], in pass: ProbePass?
  ) -> (schema: SchemaType, example: Result<Any, any Error>) {
    let value = probe.describe(Value.self, at: path + [ProbeKey(stringValue: "key")], in: pass).schema
    let isMap = Key.self == String.self || Key.self == Int.self || Key.self is any CodingKeyRepresentable.Type
    return (
      isMap
        ? .dictionary(value, isNumbered: Key.self == Int.self)
        : .pairs(probe.describe(Key.self, at: path + [ProbeKey(intValue: 0)], in: pass).schema, value), .success(Self())
    )
  }
}
