/// Notes which elements are asked for.
///
/// See ``ProbeDecoder``.
struct UnkeyedProbe: UnkeyedDecodingContainer {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  /// As many as were asked for, and one more, which stands for all that there may be.
  var count: Int? {
    _ = recorder.askForEnd()
    return recorder.elementCount + 1
  }

  var isAtEnd: Bool { recorder.askForEnd() }
  var currentIndex: Int { recorder.elementCount }

  private var path: [any CodingKey] { codingPath + [ProbeKey(intValue: currentIndex)] }

  mutating func decodeNil() -> Bool {
    recorder.askForNullElement()
    return false
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (schema, value) = probe.describe(type, at: path)
    recorder.askForElement(schema)
    return try value.get()
  }

  mutating func decode(_ type: Int128.Type) throws -> Int128 { try decode(wide: type) }
  mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try decode(wide: type) }

  private mutating func decode<Value: Decodable>(wide type: Value.Type) throws -> Value { try decode(type) }

  /// Nil, so that a type that contains itself ends here.
  mutating func decodeIfPresent<Value: Decodable>(_ type: Value.Type) throws -> Value? {
    recorder.askForNullElement()
    recorder.askForElement(probe.describe(type, at: path).schema)
    return nil
  }

  private func nested() -> ProbeDecoder {
    let path = path
    return ProbeDecoder(probe: probe, recorder: recorder.askForNestedElement(), codingPath: path)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedDecodingContainer<Nested> { nested().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { nested().unkeyedContainer() }

  mutating func superDecoder() -> any Decoder { nested() }
}
