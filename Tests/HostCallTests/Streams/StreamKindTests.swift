// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostBridgeCore
import HostCall
import Testing

@Suite("Streams beside calls", .timeLimit(.minutes(1)))
struct StreamKindTests {
  private struct Balance: Codable, Hashable, Sendable {
    var cents: Int64
  }

  private struct Refusal: Error, Codable, Hashable {
    var reason: String
  }

  private struct WatchBalance: HostStreamable {
    typealias Element = Balance
    typealias Failure = Refusal
    var userID: UInt64
  }

  private struct WatchClock: HostStreamable, PlainData {
    typealias Element = UInt64
    static var wireFormat: WireFormat { .raw }
    var interval: UInt64
  }

  private typealias Sender = HostStreamSender<Balance, Refusal>

  /// A bridge, closed after `body`, with a handler of `WatchBalance`.
  private func withBridge(
    _ handler: @escaping @Sendable (WatchBalance, HostCallContext, Sender) async throws -> Void,
    _ body: (HostBridge) async throws -> Void
  ) async throws {
    let bridge = HostBridge()
    try bridge.handleStream(WatchBalance.self, handler)
    try await body(bridge)
    await bridge.close()
  }

  @Test("a stream and a call of the same name are told apart, in words")
  func kinds() async throws {
    struct Watch: HostCallable {
      typealias Response = Balance
      static let wireName = "watch_balance"
      var userID: UInt64
    }
    try await withBridge { _, _, _ in
    } _: { bridge in
      let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Watch(userID: 7)) }
      #expect(
        error?.code == .unimplemented && error?.message.contains("stream") == true, "\(String(describing: error))")
    }
  }

  @Test("the fingerprint of a stream is not that of a call with the same types")
  func fingerprints() {
    struct Watch: HostCallable {
      typealias Response = Balance
      typealias Failure = Refusal
      static let wireName = "watch_balance"
      var userID: UInt64
    }
    let (stream, call) = (HostCallSchema(WatchBalance.self), HostCallSchema(Watch.self))
    #expect(stream.outline == "kind: stream\n" + call.outline)
    #expect(stream.fingerprint != call.fingerprint)
  }

  @Test("a request that a transport passes on as the other kind is refused")
  func passedOn() async throws {
    struct Swapping: HostCallTransport {
      let bridge: HostBridge
      var carriesRawBytes: Bool { true }
      func fingerprint(of wireName: String) async -> UInt64? { nil }
      func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
        _ = try await bridge.stream(call, buffer: 1, silence: nil)
        return []
      }
      func stream(
        _ call: TransportCall, buffer: Int, silence: Duration?
      ) async throws(BridgeError) -> any TransportStream {
        _ = try await bridge.send(call)
        return try await bridge.stream(call, buffer: buffer, silence: silence)
      }
    }
    try await withBridge { _, _, _ in
    } _: { bridge in
      try bridge.handle(Ping.self) { _, _ in Empty() }
      let client = HostCallClient(transport: Swapping(bridge: bridge))
      for _ in 0..<2 {
        let error = await #expect(throws: HostCallError<Never>.self) { try await client.call(Ping()) }
        #expect(error?.code == .invalidArgument)
        var iterator = client.stream(WatchBalance(userID: 7)).makeAsyncIterator()
        let other = await #expect(throws: HostCallError<Refusal>.self) { try await iterator.next() }
        #expect(other?.code == .invalidArgument && other?.message.contains("stream") == true)
        // The bridge's own calls and streams are not affected.
        _ = try await bridge.call(Ping())
        for try await _ in bridge.stream(WatchBalance(userID: 7)) {}
      }
    }
  }

  @Test("a type that is both a call and a stream is refused")
  func both() async throws {
    struct Both: HostCallable, HostStreamable {
      typealias Response = Int
      typealias Element = Int
    }
    let bridge = HostBridge()
    let error = await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Both()) }
    #expect(error?.code == .invalidArgument && error?.message.contains("either HostCallable or HostStreamable") == true)
    #expect(throws: HostSetupError.self) { try bridge.handleStream(Both.self) { _, _, _ in } }
    await bridge.close()
  }

  @Test("the error of a stream without a handler says if the core declares other calls, but not this one")
  func undeclared() async throws {
    let bridge = HostBridge()
    func message() async -> String? {
      var iterator = bridge.stream(WatchBalance(userID: 7)).makeAsyncIterator()
      return await #expect(throws: HostCallError<Refusal>.self) { try await iterator.next() }?.message
    }
    let missing = "the host has registered no stream named \"watch_balance\""
    #expect(await message() == missing)
    try bridge.declare(FetchProfile.self)
    #expect(await message() == missing + ", and the core has not declared it, so generated hosts may lack it")
    try bridge.declare(WatchBalance.self)
    #expect(await message() == missing)
    await bridge.close()
  }

  @Test("a stream can be required, and is missing if only a call has its name")
  func required() async throws {
    let bridge = HostBridge()
    try bridge.handleBytes("watch_balance") { _ in .response([]) }
    let error = #expect(throws: HostSetupError.self) { try bridge.require(WatchBalance.self) }
    #expect(error?.code == .unimplemented && error?.wireName == "watch_balance")
    try bridge.handleStream(WatchBalance.self) { _, _, _ in }
    try bridge.handle(FetchProfile.self) { _, _ in throw CancellationError() }
    try bridge.require(WatchBalance.self, FetchProfile.self)
    await bridge.close()
  }

  @Test("the descriptor lists streams apart from calls")
  func descriptor() async throws {
    let bridge = HostBridge()
    try bridge.declare(FetchProfile.self, WatchBalance.self)
    try bridge.exposeStream(WatchClock.self) { _, _, _ in }
    let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
    #expect(descriptor.calls.map(\.name) == ["fetch_profile"])
    #expect(descriptor.streams?.map(\.name) == ["watch_balance", "watch_clock"])
    #expect(descriptor.streams?.map(\.direction) == [.toHost, .toCore])
    #expect(descriptor.streams?.first?.fingerprint == HostCallSchema(WatchBalance.self).fingerprint)
    #expect(descriptor.cddl.contains("a stream opened by the core"))
    await bridge.close()
  }
}
