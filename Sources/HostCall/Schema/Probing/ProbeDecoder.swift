// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A decoder without data, which records what an `init(from:)` requests and supplies examples.
struct ProbeDecoder: Decoder {
  let probe: SchemaProbe
  let recorder: ShapeRecorder
  let codingPath: [any CodingKey]

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try recorder.requestKeyed()
    return KeyedDecodingContainer(KeyedProbe(probe: probe, recorder: recorder, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try recorder.requestUnkeyed()
    return UnkeyedProbe(probe: probe, recorder: recorder, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    try recorder.pass.request()
    return SingleProbe(probe: probe, recorder: recorder, codingPath: codingPath)
  }
}
