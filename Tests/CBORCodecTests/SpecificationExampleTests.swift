// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Fixtures
import Testing

/// Messages in formats that are CBOR: COSE, CWT, WebAuthn, mdoc, the CBOR working group's tags, and DAG-CBOR.
@Suite("Examples from specifications")
struct SpecificationExampleTests {
  /// A row of `Fixtures/specifications/examples.txt`.
  struct Example: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let notation: String
    let source: String

    var testDescription: String { source }

    static let all: [Example] = {
      let rows = (try? Fixtures.table("specifications/examples.txt")) ?? []
      return rows.map { Example(bytes: hex($0[0]), notation: $0[1], source: $0[2]) }
    }()
  }

  @Test("the table of examples is complete")
  func table() { #expect(Example.all.count == 34) }

  @Test("each example is accepted, equals its notation, and keeps its bytes as a raw item", arguments: Example.all)
  func accepted(example: Example) throws {
    try CBORDecoder().validate(example.bytes)
    let value = try CBORDecoder().decode(CBORValue.self, from: example.bytes)
    #expect(try CBOREncoder().encode(diagnostic: example.notation) == example.bytes)
    #expect(try CBORValue(diagnostic: example.notation) == value)
    #expect(try CBORValue(diagnostic: CBORDecoder().diagnosticNotation(of: example.bytes)) == value)
    let raw = try CBORDecoder().decode(CBORRawItem.self, from: example.bytes)
    #expect(try CBOREncoder().encode(raw) as [UInt8] == example.bytes)
    let list = try CBORDecoder().decode([CBORRawItem].self, from: [0x82] + example.bytes + example.bytes)
    #expect(try CBOREncoder().encode(list) as [UInt8] == [0x82] + example.bytes + example.bytes)
  }

  @Test("DAG-CBOR examples are accepted if only deterministic encodings with length-first keys are")
  func dagCBOR() throws {
    var decoder = CBORDecoder()
    decoder.limits.rejectsNondeterministic = true
    decoder.limits.keyOrder = .lengthFirst
    // DAG-CBOR's floats always have eight bytes, which is not the shortest form.
    let examples = Example.all.filter { $0.source.hasPrefix("DAG-CBOR") && !$0.source.contains("floats") }
    #expect(!examples.isEmpty)
    for example in examples { try decoder.validate(example.bytes) }
  }
}
