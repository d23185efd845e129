/// A decoder without bytes: it notes what an `init(from:)` asks for, and gives it examples.
struct ProbeDecoder: Decoder {
  let probe: SchemaProbe
  let recorder: ShapeRecorder

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    recorder.askKeyed()
    return KeyedDecodingContainer(KeyedProbe(probe: probe, recorder: recorder))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    recorder.askUnkeyed()
    return UnkeyedProbe(probe: probe, recorder: recorder)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SingleProbe(probe: probe, recorder: recorder)
  }
}

struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let probe: SchemaProbe
  let recorder: ShapeRecorder

  var codingPath: [any CodingKey] { [] }

  /// One key: of an enum's, which each stand for an alternative, the one whose turn it is; of any others, an example.
  var allKeys: [Key] {
    guard let keys = EnumCases.all(of: Key.self), !keys.isEmpty else {
      recorder.askForAllKeys(nil)
      return Key(stringValue: "key").map { [$0] } ?? []
    }
    recorder.askForAllKeys(keys.count)
    return [keys[min(recorder.shownKey, keys.count - 1)]]
  }

  func contains(_ key: Key) -> Bool {
    recorder.askWhetherThere(key.stringValue)
    return true
  }

  func decodeNil(forKey key: Key) -> Bool {
    recorder.askForNull(at: key.stringValue)
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let (schema, value) = probe.describe(type)
    recorder.ask(schema, at: key.stringValue)
    return try value.get()
  }

  // The standard library's own of these two refuse.
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try decode(wide: type, forKey: key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try decode(wide: type, forKey: key) }

  private func decode<Value: Decodable>(wide type: Value.Type, forKey key: Key) throws -> Value {
    try decode(type, forKey: key)
  }

  /// Always nil, so that a type that contains itself ends here.
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    recorder.ask(probe.describe(type).schema, at: key.stringValue, isOptional: true)
    return nil
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedDecodingContainer<Nested> {
    ProbeDecoder(probe: probe, recorder: recorder.askForNested(at: key.stringValue)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
    ProbeDecoder(probe: probe, recorder: recorder.askForNested(at: key.stringValue)).unkeyedContainer()
  }

  func superDecoder() -> any Decoder {
    ProbeDecoder(probe: probe, recorder: recorder.askForNested(at: "super"))
  }

  func superDecoder(forKey key: Key) -> any Decoder {
    ProbeDecoder(probe: probe, recorder: recorder.askForNested(at: key.stringValue))
  }
}

struct UnkeyedProbe: UnkeyedDecodingContainer {
  let probe: SchemaProbe
  let recorder: ShapeRecorder

  var codingPath: [any CodingKey] { [] }
  /// Unknown, as for an array of indefinite length.
  var count: Int? { nil }
  var isAtEnd: Bool { recorder.askForEnd() }
  var currentIndex: Int { recorder.elementCount }

  mutating func decodeNil() -> Bool { false }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (schema, value) = probe.describe(type)
    recorder.askForElement(schema)
    return try value.get()
  }

  mutating func decode(_ type: Int128.Type) throws -> Int128 { try decode(wide: type) }
  mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try decode(wide: type) }

  private mutating func decode<Value: Decodable>(wide type: Value.Type) throws -> Value { try decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedDecodingContainer<Nested> {
    ProbeDecoder(probe: probe, recorder: recorder.askForNestedElement()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
    ProbeDecoder(probe: probe, recorder: recorder.askForNestedElement()).unkeyedContainer()
  }

  mutating func superDecoder() -> any Decoder {
    ProbeDecoder(probe: probe, recorder: recorder.askForNestedElement())
  }
}

struct SingleProbe: SingleValueDecodingContainer {
  let probe: SchemaProbe
  let recorder: ShapeRecorder

  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool {
    recorder.askForNull()
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (schema, value) = probe.describe(type)
    recorder.ask(schema)
    return try value.get()
  }

  func decode(_ type: Int128.Type) throws -> Int128 { try decode(wide: type) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try decode(wide: type) }

  private func decode<Value: Decodable>(wide type: Value.Type) throws -> Value { try decode(type) }
}
