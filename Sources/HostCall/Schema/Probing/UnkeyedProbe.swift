// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Records which elements are requested.
///
/// See ``ProbeDecoder``.
struct UnkeyedProbe: UnkeyedDecodingContainer {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  private var pass: ProbePass { recorder.pass }

  /// The number of elements requested, plus some that stand for any number.
  var count: Int? { pass.mayRequest() ? recorder.requestCount() : 0 }

  var isAtEnd: Bool { pass.mayRequest() ? recorder.requestEnd() : pass.randomBool() }

  var currentIndex: Int { pass.mayRequest() ? recorder.elementCount : pass.requests }

  private var path: [any CodingKey] { codingPath + [ProbeKey(intValue: recorder.elementCount)] }

  mutating func decodeNil() throws -> Bool {
    try pass.request()
    recorder.requestNullElement()
    return false
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try pass.request()
    let (schema, value) = probe.describe(type, at: path, in: pass)
    if let values = probe.values(of: type) { return values.values[try recorder.requestElement(values.literals)] }
    try recorder.requestElement(schema)
    return try pass.take(value)
  }

  mutating func decode(_ type: Int128.Type) throws -> Int128 { try decode(wide: type) }
  mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try decode(wide: type) }

  private mutating func decode<Value: Decodable>(wide type: Value.Type) throws -> Value { try decode(type) }

  /// Always `nil`, which ends the recursion of a type that contains itself.
  mutating func decodeIfPresent<Value: Decodable>(_ type: Value.Type) throws -> Value? {
    try pass.request()
    recorder.requestNullElement()
    try recorder.requestElement(probe.describe(type, at: path, in: pass).schema)
    return nil
  }

  private func nested() throws -> ProbeDecoder {
    try pass.request()
    let path = path
    return ProbeDecoder(probe: probe, recorder: try recorder.requestNestedElement(), codingPath: path)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try nested().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try nested().unkeyedContainer() }

  mutating func superDecoder() throws -> any Decoder { try nested() }
}
