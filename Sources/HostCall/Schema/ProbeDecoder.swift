/// A decoder without bytes: it notes what an `init(from:)` asks for, and gives it examples.
struct ProbeDecoder: Decoder {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    recorder.askKeyed()
    return KeyedDecodingContainer(KeyedProbe(probe: probe, recorder: recorder, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    recorder.askUnkeyed()
    return UnkeyedProbe(probe: probe, recorder: recorder, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SingleProbe(probe: probe, recorder: recorder, codingPath: codingPath)
  }
}
