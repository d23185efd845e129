// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Records which single value is requested.
///
/// See ``ProbeDecoder``.
struct SingleProbe: SingleValueDecodingContainer {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  private var pass: ProbePass { recorder.pass }

  func decodeNil() -> Bool {
    guard pass.mayRequest() else { return pass.randomBool() }
    recorder.requestNull()
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try pass.request()
    let (schema, value) = probe.describe(type, at: codingPath, in: pass)
    if let values = probe.values(of: type) { return values.values[recorder.request(values.literals)] }
    recorder.request(schema)
    return try pass.take(value)
  }

  func decode(_ type: Int128.Type) throws -> Int128 { try decode(wide: type) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try decode(wide: type) }

  private func decode<Value: Decodable>(wide type: Value.Type) throws -> Value { try decode(type) }
}
