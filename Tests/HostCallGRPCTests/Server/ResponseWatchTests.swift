#if GRPC
  import NIOCore
  import NIOEmbedded
  import NIOHPACK
  import NIOHTTP2
  import Testing

  @testable import HostCallGRPC

  /// Without a network: frames in, frames out.
  @Suite("The watch over a stream's response")
  struct ResponseWatchTests {
    private typealias Payload = HTTP2Frame.FramePayload

    private let budget = BufferBudget(limit: 1 << 20)
    private let channel = EmbeddedChannel()

    private func write(_ message: [UInt8]) throws {
      let headers = HPACKHeaders([(":status", "200")])
      for payload in [
        Payload.headers(.init(headers: headers)), .data(.init(data: .byteBuffer(ByteBuffer(bytes: message)))),
        .headers(.init(headers: ["grpc-status": "0"], endStream: true)),
      ] {
        channel.write(payload, promise: nil)
      }
      channel.flush()
    }

    /// The frames that were written: a letter for each, and the bytes of data.
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

    @Test("lets it pass where there is room, in parts, and gives the room back when they are written")
    func passes() throws {
      try channel.pipeline.syncOperations.addHandler(
        ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil))
      try write(FrameStream.prefix(claiming: 200_000) + [UInt8](repeating: 0, count: 200_000))
      #expect(try written() == ("HDDDDE", "0", 200_005))
      #expect(budget.total == 0)
    }

    @Test("answers that there is no room instead, where there is none")
    func noRoom() throws {
      #expect(budget.reserve(1 << 20))
      try channel.pipeline.syncOperations.addHandler(
        ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil))
      try write(FrameStream.prefix(claiming: 3) + [1, 2, 3])
      #expect(try written() == ("E", "8", 0))
      #expect(budget.total == 1 << 20)
    }

    @Test("keeps the order where the stream can take no more in the middle, and gRPC goes on from there")
    func reentrant() throws {
      try channel.pipeline.syncOperations.addHandlers([
        Interrupting(), ResponseWatch(budget: budget, rate: MinimumTransferRate(window: .seconds(30)), connection: nil),
        Following(),
      ])
      try write(FrameStream.prefix(claiming: 200_000) + [UInt8](repeating: 0, count: 200_000))
      #expect(try written() == ("HDDDDE", "7", 200_005))
    }

    /// Says after the first part that no more can be taken.
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

    /// Writes the end when no more can be taken, as gRPC's handler does, and not when it is told to.
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
