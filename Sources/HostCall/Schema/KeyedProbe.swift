/// Notes which keys are asked for.
///
/// See ``ProbeDecoder``.
struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  /// One key: of an enum's, which each stand for an alternative, the one whose turn it is; of any others, an example.
  var allKeys: [Key] {
    guard let keys = EnumCases.all(of: Key.self), !keys.isEmpty else {
      _ = recorder.askForAllKeys(nil)
      return Key(stringValue: "key").map { [$0] } ?? []
    }
    return [keys[recorder.askForAllKeys(keys.count)]]
  }

  func contains(_ key: Key) -> Bool {
    if EnumCases.isEnum(Key.self) {
      recorder.askWhetherThere(key.stringValue)
      return true
    }
    return recorder.askWhetherThere(anyKey: key.stringValue)
  }

  func decodeNil(forKey key: Key) -> Bool {
    recorder.askForNull(at: key.stringValue)
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let (schema, value) = probe.describe(type, at: codingPath + [key])
    if case .literals(let literals) = schema, let values = probe.values(of: type), values.count == literals.count,
      let chosen = recorder.askForValue(of: key.stringValue, among: values.count)
    {
      recorder.ask(.literals([literals[chosen]]), at: key.stringValue)
      return values[chosen]
    }
    recorder.ask(schema, at: key.stringValue)
    return try value.get()
  }

  // The standard library's own of these two refuse.
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try decode(wide: type, forKey: key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try decode(wide: type, forKey: key) }

  private func decode<Value: Decodable>(wide type: Value.Type, forKey key: Key) throws -> Value {
    try decode(type, forKey: key)
  }

  /// Nil, so that a type that contains itself ends here.
  ///
  /// For the types that have a method of their own, such as `Int`, the standard library asks whether the key is there
  /// and its value null, and then for the value, which comes to the same notes.
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    recorder.ask(probe.describe(type, at: codingPath + [key]).schema, at: key.stringValue, isOptional: true)
    return nil
  }

  private func nested(_ key: any CodingKey) -> ProbeDecoder {
    ProbeDecoder(probe: probe, recorder: recorder.askForNested(at: key.stringValue), codingPath: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedDecodingContainer<Nested> { nested(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { nested(key).unkeyedContainer() }

  func superDecoder() -> any Decoder { nested(ProbeKey.superKey) }

  func superDecoder(forKey key: Key) -> any Decoder { nested(key) }
}
