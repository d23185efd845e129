// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Records which keys are requested.
///
/// See ``ProbeDecoder``.
struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  var pass: ProbePass { recorder.pass }

  /// A single key: for an enum of keys, each of which is an alternative, the one that this pass has chosen; otherwise
  /// an example.
  var allKeys: [Key] {
    guard pass.mayRequest() else { return [] }
    guard let keys = EnumCases.all(of: Key.self), !keys.isEmpty else {
      recorder.requestAnyKeys()
      return Key(stringValue: "key").map { [$0] } ?? []
    }
    return [keys[recorder.requestAllKeys(keys.map(\.stringValue))]]
  }

  func contains(_ key: Key) -> Bool {
    guard pass.mayRequest() else { return pass.randomBool() }
    if EnumCases.isEnum(Key.self) {
      return (try? recorder.requestPresence(of: key.stringValue)) ?? true
    }
    return recorder.requestPresence(ofAnyKey: key.stringValue)
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    try pass.request()
    try recorder.requestNull(at: key.stringValue)
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try pass.request()
    let (schema, value) = probe.describe(type, at: codingPath + [key], in: pass)
    if let values = probe.values(of: type) {
      return values.values[try recorder.request(values.literals, at: key.stringValue)]
    }
    try recorder.request(schema, at: key.stringValue)
    return try pass.take(value)
  }

  // The standard library's default implementations of these two throw.
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try decode(wide: type, forKey: key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try decode(wide: type, forKey: key) }

  private func decode<Value: Decodable>(wide type: Value.Type, forKey key: Key) throws -> Value {
    try decode(type, forKey: key)
  }

  /// Always `nil`, which ends the recursion of a type that contains itself.
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try pass.request()
    let schema = probe.describe(type, at: codingPath + [key], in: pass).schema
    try recorder.request(schema, at: key.stringValue, isOptional: true)
    return nil
  }

  private func nested(_ key: any CodingKey) throws -> ProbeDecoder {
    try pass.request()
    return ProbeDecoder(
      probe: probe, recorder: try recorder.requestNested(at: key.stringValue), codingPath: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try nested(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try nested(ProbeKey.superKey) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }
}
