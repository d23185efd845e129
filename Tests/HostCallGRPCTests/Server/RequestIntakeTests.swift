// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP2
import TestSupport
import Testing

@testable import HostCallGRPC

/// Uses an embedded channel in place of a network: frames in, frames out.
@Suite("The intake of requests")
struct RequestIntakeTests {
  private typealias Payload = HTTP2Frame.FramePayload

  private let budget = BufferBudget(limit: 1 << 20)
  private let channel = EmbeddedChannel()

  private func begin(payloadLimit: Int = 1000, time: TimeAmount = .seconds(30)) throws {
    try channel.pipeline.syncOperations.addHandler(
      RequestIntake(
        payloadLimit: payloadLimit, budget: budget, rate: MinimumTransferRate(window: time), connection: nil))
  }

  private func receive(_ payloads: Payload...) throws {
    for payload in payloads { channel.pipeline.fireChannelRead(payload) }
    channel.pipeline.fireChannelReadComplete()
    channel.embeddedEventLoop.run()
  }

  private func headers(_ more: HPACKHeaders = [:], endStream: Bool = false) -> Payload {
    var headers: HPACKHeaders = [":path": "/hostcall/x", "content-type": "application/grpc"]
    headers.add(contentsOf: more)
    return .headers(.init(headers: headers, endStream: endStream))
  }

  private func data(_ bytes: [UInt8], endStream: Bool = false) -> Payload {
    .data(.init(data: .byteBuffer(ByteBuffer(bytes: bytes)), endStream: endStream))
  }

  /// Returns what gRPC receives: the headers and the data.
  private func delivered() throws -> (headers: HPACKHeaders, bytes: [UInt8], endsStream: Bool)? {
    guard case .headers(let headers) = try channel.readInbound(as: Payload.self) else { return nil }
    guard case .data(let data) = try channel.readInbound(as: Payload.self), case .byteBuffer(let buffer) = data.data
    else { return (headers.headers, [], headers.endStream) }
    return (headers.headers, Array(buffer: buffer), data.endStream)
  }

  /// Returns the status of the answer.
  private func status() throws -> String? {
    guard case .headers(let answer) = try channel.readOutbound(as: Payload.self), answer.endStream else { return nil }
    return answer.headers.first(name: "grpc-status")
  }

  private func isReset() throws -> Bool {
    if case .rstStream(.noError) = try channel.readOutbound(as: Payload.self) { true } else { false }
  }

  @Test("a request is delivered whole once it is complete, however it is cut")
  func cuts() throws {
    var random = SplitMix(for: "Cuts of a request")
    let message = FrameStream.prefix(claiming: 200) + (0..<200).map { UInt8($0) }
    for round in 0..<300 {
      let test = RequestIntakeTests()
      try test.begin()
      try test.receive(test.headers())
      var rest = message[...]
      while !rest.isEmpty {
        let part = rest.prefix(.random(in: 1...80, using: &random))
        rest = rest.dropFirst(part.count)
        let isLast = rest.isEmpty && Bool.random(using: &random)
        #expect(try test.channel.readInbound(as: Payload.self) == nil, "round \(round)")
        // Several frames may be read at once.
        test.channel.pipeline.fireChannelRead(test.data(Array(part), endStream: isLast))
        if Bool.random(using: &random) { test.channel.pipeline.fireChannelReadComplete() }
        if rest.isEmpty, !isLast { try test.receive(test.data([], endStream: true)) }
      }
      let delivered = try #require(try test.delivered(), "round \(round)")
      #expect(delivered.bytes == message && delivered.endsStream, "round \(round)")
      #expect(test.budget.total == RequestIntake.streamCost + message.count)
      _ = try test.channel.finish()
      #expect(test.budget.total == 0, "round \(round)")
    }
  }

  @Test("a request that is too large is answered at its end, without a reset")
  func tooLarge() throws {
    try begin(payloadLimit: 10)
    try receive(headers(), data(FrameStream.prefix(claiming: 11) + [1, 2, 3]))
    #expect(try channel.readOutbound(as: Payload.self) == nil)
    try receive(data([UInt8](repeating: 0, count: 7)), data([0], endStream: true))
    guard case .headers(let answer) = try channel.readOutbound(as: Payload.self) else {
      Issue.record("the intake answered no headers")
      return
    }
    #expect(answer.endStream && answer.headers.first(name: "grpc-status") == "8")
    #expect(answer.headers.first(name: "grpc-message") == "the request has 11 bytes; the limit is 10")
    #expect(try channel.readOutbound(as: Payload.self) == nil && channel.readInbound(as: Payload.self) == nil)
  }

  @Test("a request that claims to be far too large is answered at once, and reset")
  func farTooLarge() throws {
    try begin(payloadLimit: 10)
    try receive(headers(), data(FrameStream.prefix(claiming: .max)))
    #expect(try status() == "8")
    #expect(try isReset())
  }

  @Test("an evicted request is answered at its end")
  func evicted() throws {
    let budget = budget
    try begin(payloadLimit: 1 << 20)
    try receive(headers(), data(FrameStream.prefix(claiming: 500_000) + [UInt8](repeating: 0, count: 400_000)))
    #expect(budget.total > 400_000)
    let other = budget.open {}
    #expect(budget.complete(other, 900_000))
    channel.embeddedEventLoop.run()
    #expect(budget.total == 900_000)
    try receive(data([UInt8](repeating: 0, count: 100_000), endStream: true))
    #expect(try status() == "8")
    #expect(try channel.readOutbound(as: Payload.self) == nil)
  }

  @Test("a complete request without room is refused")
  func noRoom() throws {
    #expect(budget.reserve(1 << 20))
    try begin()
    try receive(headers(), data(FrameStream.prefix(claiming: 1) + [0], endStream: true))
    #expect(try status() == "8")
    #expect(try channel.readInbound(as: Payload.self) == nil)
  }

  @Test("a request is delivered with the time that is left for its call, and refused if none is left")
  func timeouts() async throws {
    try begin()
    try receive(headers(["grpc-timeout": "10S"]), data([0, 0]))
    try await Task.sleep(for: .milliseconds(20))
    try receive(data([0, 0, 0], endStream: true))
    let text = try #require(try delivered()?.headers.first(name: "grpc-timeout"))
    let left = try #require(CallMetadata.duration(of: text))
    #expect(left < .milliseconds(9981) && left > .zero)

    let late = RequestIntakeTests()
    try late.begin()
    try late.receive(late.headers(["grpc-timeout": "10m"]), late.data([0, 0]))
    try await Task.sleep(for: .milliseconds(20))
    try late.receive(late.data([0, 0, 0], endStream: true))
    #expect(try late.status() == "4")
  }

  @Test("a request that is wrong in other ways is left to gRPC")
  func passed() throws {
    try begin()
    try receive(headers(["grpc-timeout": "soon"], endStream: true))
    let delivered = try #require(try delivered())
    #expect(delivered.endsStream && delivered.headers.first(name: "grpc-timeout") == "soon")
  }
}
#endif
