// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import Testing

@testable import HostCallTesting

/// The ways in which a type's direct coding may differ from its `Codable` conformance.
private enum Fault: Sendable {
  case none, encodes, decodes, refusesToDecode
}

private protocol HasFault: Sendable {
  static var fault: Fault { get }
}

private enum Right: HasFault { static let fault = Fault.none }
private enum Encodes: HasFault { static let fault = Fault.encodes }
private enum Decodes: HasFault { static let fault = Fault.decodes }
private enum RefusesToDecode: HasFault { static let fault = Fault.refusesToDecode }

/// A type whose `Codable` conformance is synthesized, and whose direct coding may differ from it.
private struct Point<F: HasFault>: Codable, Equatable, CBOREncodable, CBORDecodable {
  struct Refused: Error {}

  var x: Int
  var tags: [String]

  init(x: Int, tags: [String]) { (self.x, self.tags) = (x, tags) }

  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(2)
    try writer.encode(x, forKey: "x")
    try writer.encode(F.fault == .encodes ? tags + ["c"] : tags, forKey: "tags")
    writer.endMap()
  }

  init(from reader: inout CBORReader) throws {
    if F.fault == .refusesToDecode { throw Refused() }
    var x: Int?, tags: [String]?
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: ["x", "tags"] as InlineArray<2, StaticString>) {
      if field == 0 { x = try reader.decode(Int.self) } else { tags = try reader.decode([String].self) }
    }
    guard let x, let tags else { throw reader.keyNotFound("x", in: map) }
    (self.x, self.tags) = (F.fault == .decodes ? x + 1 : x, tags)
  }
}

/// A value that is only Codable, around one that is not.
private struct Around<F: HasFault>: Codable, Equatable {
  var point: Point<F>
}

@Suite("Direct coding in fixtures", .timeLimit(.minutes(1)))
struct DirectCodingTests {
  // {"x": 1, "tags": ["a", "b"]}
  private static let message: [UInt8] =
    [0xA2, 0x61, 0x78, 0x01, 0x64, 0x74, 0x61, 0x67, 0x73, 0x82, 0x61, 0x61, 0x61, 0x62]

  /// Compares a value with a fixture, and returns the reason of the error.
  private func reason<Value: Codable & Equatable>(of value: Value, decodes: Bool = false) throws -> String? {
    try TestFolder.with { folder in
      try folder.write(Self.message, "point.cbor")
      let fixture = try folder.fixture("point", .none)
      do {
        if decodes { try fixture.expect(decodesTo: value) } else { try fixture.expect(value) }
        return nil
      } catch let error as FixtureError {
        guard case .unsupported(let reason) = error.reason else { return "\(error)" }
        return reason
      }
    }
  }

  @Test("a fixture holds the bytes of both codings")
  func same() throws {
    #expect(try reason(of: Point<Right>(x: 1, tags: ["a", "b"])) == nil)
    #expect(try reason(of: Point<Right>(x: 1, tags: ["a", "b"]), decodes: true) == nil)
  }

  @Test("a different encoding is an error with the first different byte and its place")
  func encoding() throws {
    let reason = try reason(of: Point<Encodes>(x: 1, tags: ["a", "b"]))
    #expect(
      reason?.hasPrefix(
        "Codable and CBOREncodable encode the value differently; the first difference is at byte 9, at .tags: "
          + "the encoding by Codable has 2 elements, the encoding by CBOREncodable 3\n") == true, "\(reason ?? "")")
    let around = try self.reason(of: Around(point: Point<Encodes>(x: 1, tags: ["a", "b"])))
    #expect(around?.contains("the first difference is at byte 16, at .point.tags") == true, "\(around ?? "")")
  }

  @Test("a different decoding is an error with its place, or both values")
  func decoding() throws {
    let reason = try reason(of: Point<Decodes>(x: 1, tags: ["a", "b"]))
    #expect(
      reason?.hasPrefix(
        "Codable and CBORDecodable decode its bytes differently; the first difference is at byte 3, at .x: "
          + "the value that Codable decodes has 1, the value that CBORDecodable decodes 2\n") == true, "\(reason ?? "")"
    )
    let refused = try self.reason(of: Point<RefusesToDecode>(x: 1, tags: ["a", "b"]))
    #expect(refused == "Codable decodes its bytes, and CBORDecodable does not: Refused()")
    let decoded = try self.reason(of: Point<Decodes>(x: 2, tags: ["a", "b"]), decodes: true)
    #expect(decoded?.hasPrefix("Codable and CBORDecodable decode it differently: as ") == true, "\(decoded ?? "")")
  }
}
