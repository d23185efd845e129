// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import Testing

/// A call that encodes and decodes itself, as its own response.
private struct Echo: HostCallable, CBOREncodable, CBORDecodable, Equatable {
  enum Kind: String, Codable, Sendable { case small, large }
  enum Failure: Error, Codable, Equatable { case refused(Int) }
  struct Refused: Error {}

  typealias Response = Echo
  static let wireName = "echo"

  var id: UInt64 = 7
  var name = "Ada"
  var kind = Kind.small

  enum CodingKeys: CodingKey { case id, name, kind }

  init(id: UInt64 = 7, name: String = "Ada") { (self.id, self.name) = (id, name) }

  func encode(to writer: inout CBORWriter) throws {
    if name == "refused" { throw Refused() }
    try writer.beginMap(3)
    try writer.encode(id, forKey: "id")
    try writer.encode(name, forKey: "name")
    try writer.encode(kind, forKey: "kind")
    writer.endMap()
  }

  init(from reader: inout CBORReader) throws {
    var id: UInt64?, name: String?, kind: Kind?
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: ["id", "name", "kind"] as InlineArray<3, StaticString>) {
      switch field {
      case 0: id = try reader.decode(UInt64.self)
      case 1: name = try reader.decode(String.self)
      default: kind = try reader.decode(Kind.self)
      }
    }
    guard let id else { throw reader.keyNotFound("id", in: map) }
    guard let name else { throw reader.keyNotFound("name", in: map) }
    guard let kind else { throw reader.keyNotFound("kind", in: map) }
    (self.id, self.name, self.kind) = (id, name, kind)
  }
}

/// A request in CBOR, whose response is raw.
private struct ReadTime: HostCallable, CBOREncodable, CBORDecodable {
  typealias Response = Double
  var name = "utc"

  init() {}
  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(1)
    try writer.encode(name, forKey: "name")
    writer.endMap()
  }
  init(from reader: inout CBORReader) throws {
    var map = try reader.beginMap()
    while let _ = try reader.nextField(in: &map, of: ["name"] as InlineArray<1, StaticString>) {
      name = try reader.decode(String.self)
    }
  }
}

/// A plain request that also encodes itself; it is sent as raw memory.
private struct Double64: HostCallable, PlainData, CBOREncodable, CBORDecodable, Equatable {
  typealias Response = Double64
  var value: UInt64

  init(_ value: UInt64) { self.value = value }
  func encode(to writer: inout CBORWriter) throws { writer.encode(value) }
  init(from reader: inout CBORReader) throws { value = try reader.decode(UInt64.self) }
}

/// A call without a response.
private struct Note: HostCallable, CBOREncodable, CBORDecodable {
  typealias Response = Empty
  init() {}
  func encode(to writer: inout CBORWriter) throws { try Empty().encode(to: &writer) }
  init(from reader: inout CBORReader) throws { _ = try Empty(from: &reader) }
}

@Suite("Calls on the direct path", .timeLimit(.minutes(1)))
struct HostBridgeCallDirectTests {
  /// Makes a call on the general path: in this function the request is any `HostCallable`.
  private func callGenerally<C: HostCallable>(
    _ request: C, on bridge: HostBridge, timeout: Duration?
  ) async throws(HostCallError<C.Failure>) -> C.Response { try await bridge.call(request, timeout: timeout) }

  /// The outcome of a call without its ID, which differs between any two calls.
  private func outcome(_ call: () async throws(HostCallError<Echo.Failure>) -> Echo) async -> String {
    do throws(HostCallError<Echo.Failure>) {
      return "\(try await call())"
    } catch {
      return "\(error.code) \(error.message) \(error.failure as Any) \(error.wireName)"
    }
  }

  /// Makes a call on both paths, and expects the same outcome.
  @discardableResult
  private func expectSame(
    _ request: Echo, on bridge: HostBridge, timeout: Duration? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) async -> String {
    let general = await outcome { () throws(HostCallError<Echo.Failure>) in
      try await callGenerally(request, on: bridge, timeout: timeout)
    }
    // The first call of a type on a bridge takes the general path, so this one is the second.
    let direct = await outcome { () throws(HostCallError<Echo.Failure>) in
      try await bridge.call(request, timeout: timeout)
    }
    #expect(direct == general, sourceLocation: sourceLocation)
    return direct
  }

  private func withBridge(
    _ configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
    answering answer: (@Sendable (BridgeRequest) async -> BridgeAnswer)?, _ body: (HostBridge) async throws -> Void
  ) async throws {
    let bridge = HostBridge(configuration: configuration)
    if let answer { try bridge.handleBytes("echo") { await answer($0) } }
    try await body(bridge)
    await bridge.close()
  }

  @Test("requests and responses of any size have the same bytes as on the general path")
  func sizes() async throws {
    try await withBridge {
      .response($0.payload)
    } _: { bridge in
      for size in [0, 1, 15, 16, 40, 64, 500, 1000, 1024, 1100, 5000, 100_000] {
        let request = Echo(id: UInt64(size), name: String(repeating: "a", count: size))
        #expect(await expectSame(request, on: bridge) == "\(request)")
      }
    }
    try await withBridge { request in
      await Task.yield()
      return .response(request.payload)
    } _: { bridge in
      #expect(await expectSame(Echo(), on: bridge) == "\(Echo())")
    }
  }

  @Test("answers that are not responses are the same errors as on the general path")
  func answers() async throws {
    let failure: [UInt8] = [0xA1, 0x67] + Array("refused".utf8) + [0xA1, 0x62, 0x5F, 0x30, 0x05]
    let answers: [BridgeAnswer] = [
      .failure(failure), .failure([0x01]), .error(.notFound, message: "no such user"), .error(.unknown, message: ""),
    ]
    for answer in answers {
      try await withBridge { _ in
        answer
      } _: { bridge in
        let outcome = await expectSame(Echo(), on: bridge)
        #expect(!outcome.hasPrefix("Echo"))
      }
    }
  }

  @Test("malformed and unusual answers have the same outcome as on the general path")
  func malformed() async throws {
    let valid: [UInt8] =
      [0xA3, 0x62, 0x69, 0x64, 0x07, 0x64] + Array("name".utf8) + [0x63] + Array("Ada".utf8) + [0x64]
      + Array("kind".utf8) + [0x65] + Array("small".utf8)
    var messages: [[UInt8]] = [[], [0xA0], [0x01], [0xF6], [0xFF], valid + [0x00], [0xC1] + valid]
    for count in valid.indices { messages.append(Array(valid[..<count])) }
    // Every byte replaced by some others: other types, keys, lengths, cases, and text that is not UTF-8.
    for index in valid.indices {
      for byte: UInt8 in [0x00, 0x20, 0x5F, 0x62, 0x7F, 0x81, 0xBF, 0xC0, 0xF7, 0xFF] {
        var message = valid
        message[index] = byte
        messages.append(message)
      }
    }
    let answers = messages
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    try await withBridge(configuration) { request in
      // The number of the message is in the request: a map of three, whose first key is `id`.
      guard let number = try? CBORDecoder().decode(Echo.self, from: request.payload).id else { return .response([]) }
      return .response(answers[Int(number)])
    } _: { bridge in
      var valid = 0
      for number in messages.indices {
        if await expectSame(Echo(id: UInt64(number)), on: bridge).hasPrefix("Echo") { valid += 1 }
      }
      #expect(valid > 1 && valid < messages.count / 4)
    }
  }

  @Test("requests that are not sent are the same errors as on the general path")
  func requests() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 100
    try await withBridge(configuration) {
      .response($0.payload)
    } _: { bridge in
      await expectSame(Echo(), on: bridge)
      #expect(await expectSame(Echo(name: "refused"), on: bridge).hasPrefix("invalidArgument"))
      let long = Echo(name: String(repeating: "a", count: 100))
      #expect(await expectSame(long, on: bridge).hasPrefix("resourceExhausted"))
      #expect(await expectSame(Echo(), on: bridge, timeout: .zero).hasPrefix("deadlineExceeded"))
      let cancelled = Task {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return await expectSame(Echo(), on: bridge)
      }
      #expect(await cancelled.value.hasPrefix("cancelled"))
      await bridge.close()
      #expect(await expectSame(Echo(), on: bridge).hasPrefix("unavailable"))
    }
    try await withBridge(configuration) { _ in
      .response([UInt8](repeating: 0, count: 101))
    } _: { bridge in
      #expect(await expectSame(Echo(), on: bridge).hasPrefix("resourceExhausted"))
    }
    try await withBridge(configuration, answering: nil) { bridge in
      #expect(await expectSame(Echo(), on: bridge).hasPrefix("unimplemented"))
    }
  }

  @Test("a handler of another schema is refused as on the general path")
  func schemas() async throws {
    struct Other: HostCallable {
      typealias Response = Empty
      static let wireName = "echo"
      var number: Int
    }
    let bridge = HostBridge()
    try bridge.handle(Other.self) { _, _ in Empty() }
    #expect(await expectSame(Echo(), on: bridge).hasPrefix("failedPrecondition"))
    await bridge.close()
  }

  @Test("calls over the limit wait for a permit, or fail as on the general path")
  func limits() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    try await withBridge(configuration) { request in
      await Task.yield()
      return .response(request.payload)
    } _: { bridge in
      let sum = try await withThrowingTaskGroup(of: UInt64.self) { group in
        for id in 0..<20 { group.addTask { try await bridge.call(Echo(id: UInt64(id))).id } }
        return try await group.reduce(0, +)
      }
      #expect(sum == 190)
    }
    configuration.overloadPolicy = .fail
    try await withBridge(configuration) { _ in
      await Task.yield()
      return .response([])
    } _: { bridge in
      _ = unsafe hostcall_register(bridge.cHandle, "read_time", { _, _, _, _ in }, nil)
      async let pending = bridge.call(ReadTime())
      while bridge.statistics.inFlight == 0 { await Task.yield() }
      #expect(await expectSame(Echo(), on: bridge).hasPrefix("resourceExhausted"))
      bridge.failPending(.aborted, message: "enough")
      _ = try? await pending
    }
  }

  @Test("raw requests and responses of types that encode themselves are raw on either path")
  func raw() async throws {
    let bridge = HostBridge()
    try bridge.handle(ReadTime.self) { _, _ in 1.5 }
    try bridge.handle(Double64.self) { request, _ in Double64(request.value * 2) }
    try bridge.handle(Note.self) { _, _ in Empty() }
    for _ in 0..<3 {
      #expect(try await bridge.call(ReadTime()) == 1.5)
      #expect(try await callGenerally(ReadTime(), on: bridge, timeout: nil) == 1.5)
      #expect(try await bridge.call(Double64(4)) == Double64(8))
      #expect(try await callGenerally(Double64(4), on: bridge, timeout: nil) == Double64(8))
      #expect(try await bridge.call(Note()) == Empty())
    }
    await bridge.close()
  }

  @Test("an empty response decodes from any item, on either path")
  func empty() throws {
    struct Containers: Codable { var empty: Empty }
    var byContainers = CBORDecoder()
    byContainers.checksFirst = true
    for message: [UInt8] in [[0xA0], [0x01], [0xA1, 0x61, 0x61, 0x01], [0x82, 0x01, 0xA0], [0xF6], [0xC1, 0x00]] {
      let direct = try? CBORDecoder().decode(Empty.self, from: message)
      #expect(direct == (try? byContainers.decode(Empty.self, from: message)))
      #expect(throws: CBORError.self) { try CBORDecoder().decode(Empty.self, from: message + [0x00]) }
    }
    #expect(try CBOREncoder().encode(Empty()) == [0xA0])
    #expect(try CBOREncoder().encode(Containers(empty: Empty())) == [0xA1, 0x65, 0x65, 0x6D, 0x70, 0x74, 0x79, 0xA0])
  }
}
