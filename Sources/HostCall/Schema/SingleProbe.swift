/// Notes which single value is asked for.
///
/// See ``ProbeDecoder``.
struct SingleProbe: SingleValueDecodingContainer {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  func decodeNil() -> Bool {
    recorder.askForNull()
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (schema, value) = probe.describe(type, at: codingPath)
    recorder.ask(schema)
    return try value.get()
  }

  func decode(_ type: Int128.Type) throws -> Int128 { try decode(wide: type) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try decode(wide: type) }

  private func decode<Value: Decodable>(wide type: Value.Type) throws -> Value { try decode(type) }
}
