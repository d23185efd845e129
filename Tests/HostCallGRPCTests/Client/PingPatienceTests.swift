// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import NIOCore
import NIOEmbedded
import NIOHTTP2
import Testing

@testable import HostCallGRPC

/// Uses an embedded channel in place of a connection, whose time the tests advance.
@Suite("PingPatience")
struct PingPatienceTests {
  private let channel = EmbeddedChannel()
  private let ping = HTTP2PingData(withInteger: 7)

  /// Hands `count` bytes to the handler that counts them, as the network.
  private final class Network {
    let arrivals = PingPatience.Arrivals()
    let counting = EmbeddedChannel()

    init() throws { try counting.pipeline.syncOperations.addHandler(arrivals) }

    func deliver(_ count: Int) throws { try counting.writeInbound(ByteBuffer(repeating: 0, count: count)) }
  }

  private let network: Network

  init() throws {
    network = try Network()
    try channel.pipeline.syncOperations.addHandler(PingPatience(network.arrivals, timeout: .seconds(10)))
  }

  private func send(_ payload: HTTP2Frame.FramePayload) throws {
    try channel.writeOutbound(HTTP2Frame(streamID: .rootStream, payload: payload))
  }

  /// Returns how many acknowledgements gRPC has seen.
  private func acknowledgements() throws -> Int {
    var count = 0
    while let frame = try channel.readInbound(as: HTTP2Frame.self) {
      guard case .ping(ping, ack: true) = frame.payload else { continue }
      count += 1
    }
    return count
  }

  @Test("a ping is acknowledged after half of its timeout if a kilobyte has arrived since")
  func early() throws {
    try send(.ping(ping, ack: false))
    try network.deliver(1024)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(4999))
    #expect(try acknowledgements() == 0)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
    #expect(try acknowledgements() == 1)
    channel.embeddedEventLoop.advanceTime(by: .seconds(20))
    #expect(try acknowledgements() == 0)
  }

  @Test("a ping is acknowledged shortly before its timeout if a kilobyte has arrived by then", arguments: [1023, 1024])
  func bytes(_ count: Int) throws {
    try network.deliver(5000)
    try send(.ping(ping, ack: false))
    #expect(try channel.readOutbound(as: HTTP2Frame.self) != nil)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(8000))
    try network.deliver(count)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(999))
    #expect(try acknowledgements() == 0)
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
    #expect(try acknowledgements() == (count == 1024 ? 1 : 0))
  }

  @Test("a ping that the server acknowledges is acknowledged once, and other frames pass")
  func acknowledged() throws {
    try send(.ping(ping, ack: false))
    try network.deliver(5000)
    try channel.writeInbound(HTTP2Frame(streamID: .rootStream, payload: .ping(ping, ack: true)))
    try channel.writeInbound(HTTP2Frame(streamID: .rootStream, payload: .settings(.ack)))
    channel.embeddedEventLoop.advanceTime(by: .seconds(20))
    #expect(try acknowledgements() == 1)
    // The acknowledgement of a server's ping is no ping.
    try send(.ping(ping, ack: true))
    try network.deliver(5000)
    channel.embeddedEventLoop.advanceTime(by: .seconds(20))
    #expect(try acknowledgements() == 0)
  }

  @Test("a timer that is late by an eighth of the timeout is forgiven once in a row, or after an acknowledgement")
  func late() throws {
    let handler = try channel.pipeline.syncOperations.handler(type: PingPatience.self)
    #expect(!handler.isAlive(received: 0, late: .milliseconds(1250)))
    #expect(handler.isAlive(received: 0, late: .milliseconds(1251)))
    #expect(!handler.isAlive(received: 1023, late: .seconds(5)))
    #expect(handler.isAlive(received: 1024, late: .seconds(5)))
    #expect(!handler.isAlive(received: 0, late: .zero))
    #expect(handler.isAlive(received: 0, late: .seconds(5)))
    try channel.writeInbound(HTTP2Frame(streamID: .rootStream, payload: .ping(ping, ack: true)))
    #expect(handler.isAlive(received: 0, late: .seconds(5)))
  }

  @Test("a connection that is gone is not acknowledged")
  func gone() throws {
    try send(.ping(ping, ack: false))
    try network.deliver(5000)
    channel.pipeline.fireChannelInactive()
    channel.embeddedEventLoop.advanceTime(by: .seconds(20))
    #expect(try acknowledgements() == 0)
  }
}
#endif
