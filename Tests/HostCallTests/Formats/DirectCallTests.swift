// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("Calls of types that encode themselves", .timeLimit(.minutes(1)))
struct DirectCallTests {
  /// A value whose `Codable` conformance throws, so that a call can only have used the other one.
  struct Number: CBOREncodable, CBORDecodable, Codable, Equatable, Sendable {
    struct ContainersWereUsed: Error {}

    var value: UInt64

    init(_ value: UInt64) { self.value = value }

    func encode(to writer: inout CBORWriter) throws {
      try writer.beginMap(1)
      try writer.encode(value, forKey: "value")
      writer.endMap()
    }

    init(from reader: inout CBORReader) throws {
      var value: UInt64?
      var map = try reader.beginMap()
      while let _ = try reader.nextField(in: &map, of: ["value"] as InlineArray<1, StaticString>) {
        value = try reader.decode(UInt64.self)
      }
      guard let value else { throw reader.keyNotFound("value", in: map) }
      self.value = value
    }

    func encode(to encoder: any Encoder) throws { throw ContainersWereUsed() }
    init(from decoder: any Decoder) throws { throw ContainersWereUsed() }
  }

  /// A request that is only `Codable`, around values that are not.
  struct Add: HostCallable {
    typealias Response = Number
    struct Failure: Error, Codable, Equatable { var sum: Number }
    var left: Number
    var right: [Number]
  }

  /// A request that encodes itself.
  struct Twice: HostCallable, CBOREncodable, CBORDecodable {
    typealias Response = [Number]
    var number: Number

    init(_ number: Number) { self.number = number }
    func encode(to writer: inout CBORWriter) throws { try number.encode(to: &writer) }
    init(from reader: inout CBORReader) throws { number = try Number(from: &reader) }
    func encode(to encoder: any Encoder) throws { throw Number.ContainersWereUsed() }
    init(from decoder: any Decoder) throws { throw Number.ContainersWereUsed() }
  }

  private static func openBridge() throws -> HostBridge {
    // Computing a schema calls `init(from:)`, which throws in these types.
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    let bridge = HostBridge(configuration: configuration)
    try bridge.handle(Add.self) { request, _ in
      let sum = Number(request.right.reduce(request.left.value) { $0 + $1.value })
      guard sum.value < 100 else { throw Add.Failure(sum: sum) }
      return sum
    }
    try bridge.handle(Twice.self) { request, _ in [request.number, request.number] }
    return bridge
  }

  @Test("a call, its handler and a batch use the CBORCodable conformances of their types")
  func direct() async throws {
    let bridge = try Self.openBridge()
    #expect(try await bridge.call(Twice(Number(7))) == [Number(7), Number(7)])
    let results = await bridge.callEach((0..<5).map { Twice(Number($0)) })
    #expect(try results.map { try $0.get().count } == [2, 2, 2, 2, 2])
    await bridge.close()
  }

  @Test("a Codable request and a Codable failure use the CBORCodable conformances of the values in them")
  func nested() async throws {
    let bridge = try Self.openBridge()
    #expect(try await bridge.call(Add(left: Number(1), right: [Number(2), Number(3)])) == Number(6))
    let error = await #expect(throws: HostCallError<Add.Failure>.self) {
      try await bridge.call(Add(left: Number(99), right: [Number(2)]))
    }
    #expect(error?.failure == Add.Failure(sum: Number(101)))
    await bridge.close()
  }

  @Test("the error for an answer that does not decode says where the answer is wrong")
  func malformed() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.handleBytes("twice") { _ in .response([0x81, 0xA1, 0x65, 0x76, 0x61, 0x6C, 0x75, 0x65, 0x20]) }
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Twice(Number(7))) }
      #expect(error?.code == .internal)
      #expect(error?.message.contains("[0].value") == true, "\(error?.message ?? "")")
    }
  }
}
