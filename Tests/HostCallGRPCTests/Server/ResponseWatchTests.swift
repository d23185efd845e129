// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP2
import Testing

@testable import HostCallGRPC

/// Uses an embedded channel in place of a network: frames in, frames out.
@Suite("The watch of responses")
struct ResponseWatchTests {
  private typealias Payload = HTTP2Frame.FramePayload

  private let budget = BufferBudget(limit: 1 << 20)
  private let channel = EmbeddedChannel()

  private func write(_ messages: [UInt8]...) throws {
    channel.write(Payload.headers(.init(headers: [":status": "200"])), promise: nil)
    for message in messages {
      channel.write(Payload.data(.init(data: .byteBuffer(ByteBuffer(bytes: message)))), promise: nil)
    }
    channel.write(Payload.headers(.init(headers: ["grpc-status": "0"], endStream: true)), promise: nil)
    channel.flush()
  }

  /// Returns the frames that were written, one letter each, the status, and the number of data bytes.
  private func written() throws -> (frames: String, status: String?, bytes: Int) {
    var (frames, status, bytes) = ("", String?.none, 0)
    while let payload = try channel.readOutbound(as: Payload.self) {
      switch payload {
      case .headers(let headers):
        frames += headers.endStream ? "E" : "H"
        status = headers.headers.first(name: "grpc-status") ?? status
      case .data(let data):
        frames += "D"
        bytes += data.data.readableBytes
      default: frames += "?"
      }
    }
    return (frames, status, bytes)
  }

  @Test("a response with room passes in parts, which release their room when they are written")
  func passes() throws {
    try channel.pipeline.syncOperations.addHandler(
      ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil))
    try write(FrameStream.prefix(claiming: 200_000) + [UInt8](repeating: 0, count: 200_000))
    #expect(try written() == ("HDDDDE", "0", 200_005))
    #expect(budget.total == 0)
  }

  @Test("a response without room is replaced by an error")
  func noRoom() throws {
    #expect(budget.reserve(1 << 20))
    try channel.pipeline.syncOperations.addHandler(
      ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil))
    try write(FrameStream.prefix(claiming: 3) + [1, 2, 3])
    #expect(try written() == ("E", "8", 0))
    #expect(budget.total == 1 << 20)
  }

  @Test(
    "a second message reserves room of its own, and without room it is replaced by an error",
    arguments: [(1 << 20, "HDDE", "0", 16), (10, "HDE", "8", 8)])
  func severalMessages(_ limit: Int, _ frames: String, _ status: String, _ bytes: Int) throws {
    let budget = BufferBudget(limit: limit)
    try channel.pipeline.syncOperations.addHandler(
      ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil))
    let message = FrameStream.prefix(claiming: 3) + [1, 2, 3]
    try write(message, message)
    #expect(try written() == (frames, status, bytes))
    #expect(budget.total == 0)
  }

  @Test("the order is kept if a part fills the stream, and gRPC then writes the trailers at once")
  func reentrant() throws {
    try channel.pipeline.syncOperations.addHandlers([
      Interrupting(), ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil),
      Following(),
    ])
    try write(FrameStream.prefix(claiming: 200_000) + [UInt8](repeating: 0, count: 200_000))
    #expect(try written() == ("HDDDDE", "7", 200_005))
  }

  /// Reports after the first part that the stream's writability has changed.
  private final class Interrupting: ChannelOutboundHandler {
    typealias OutboundIn = Payload
    private var isOver = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      context.write(data, promise: promise)
      guard case .data = unwrapOutboundIn(data), !isOver else { return }
      isOver = true
      context.fireChannelWritabilityChanged()
    }
  }

  /// Writes trailers when the writability changes, as gRPC's handler does, and drops those that the test writes.
  private final class Following: ChannelDuplexHandler {
    typealias InboundIn = Never
    typealias OutboundIn = Payload
    typealias OutboundOut = Payload

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      if case .headers(let headers) = unwrapOutboundIn(data), headers.endStream { return }
      context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
      let trailers = Payload.Headers(headers: ["grpc-status": "7"], endStream: true)
      context.writeAndFlush(wrapOutboundOut(.headers(trailers)), promise: nil)
    }
  }
}
#endif
