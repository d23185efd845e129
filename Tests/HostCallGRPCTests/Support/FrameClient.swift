// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCallGRPC
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import Synchronization

/// A client that speaks HTTP/2 frame by frame, so that it can do what gRPC libraries do not: leave requests
/// unfinished, or connect and send nothing.
struct FrameClient: Sendable {
  typealias Payload = HTTP2Frame.FramePayload

  /// The connection.
  let channel: any Channel
  private let multiplexer: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>

  /// Connects, and speaks HTTP/2.
  init(to address: RemoteAddress) async throws {
    let (channel, multiplexer) = try await Self.connect(to: address) { channel in
      channel.configureAsyncHTTP2Pipeline(mode: .client) { stream in stream.close() }.map { (channel, $0) }
    }
    (self.channel, self.multiplexer) = (channel, multiplexer)
  }

  /// Connects, and sends nothing.
  ///
  /// - Returns: The connection, whose `closeFuture` completes when the server closes it.
  static func silence(to address: RemoteAddress) async throws -> any Channel {
    try await connect(to: address) { channel in channel.eventLoop.makeSucceededFuture(channel) }
  }

  /// Connects, and sets the connection up with `initializer`.
  static func connect<Output: Sendable>(
    to address: RemoteAddress, _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Output>
  ) async throws -> Output {
    let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
    return switch address {
    case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: initializer)
    case .tcp(let host, let port):
      try await bootstrap.connect(host: host, port: port, channelInitializer: initializer)
    }
  }

  /// Begins a call.
  ///
  /// - Parameters:
  ///   - path: The method's path.
  ///   - more: Additional headers.
  func call(_ path: String, _ more: HPACKHeaders = [:]) async throws -> FrameStream {
    let answer = channel.eventLoop.makePromise(of: FrameStream.Answer.self)
    let stream: any Channel
    do {
      stream = try await multiplexer.openStream { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(FrameStream.Recorder(answer))
          return channel
        }
      }
    } catch {
      answer.fail(error)
      throw error
    }
    var headers: HPACKHeaders = [
      ":method": "POST", ":scheme": "http", ":path": path, ":authority": "localhost",
      "content-type": "application/grpc", "te": "trailers",
    ]
    headers.add(contentsOf: more)
    try await stream.writeAndFlush(Payload.headers(.init(headers: headers)))
    return FrameStream(channel: stream, answer: answer.futureResult)
  }

  /// Closes the connection.
  func close() async { try? await channel.close() }
}

/// A call of a ``FrameClient``.
struct FrameStream: Sendable {
  /// How a stream ended: gRPC's status and message, and the number of data bytes; no status if the stream was reset
  /// or the connection lost.
  struct Answer: Equatable, Sendable {
    var status: String?
    var message: String?
    var bytes = 0
  }

  fileprivate let channel: any Channel
  fileprivate let answer: EventLoopFuture<Answer>

  /// Returns the prefix of an uncompressed message of `count` bytes.
  static func prefix(claiming count: UInt32) -> [UInt8] {
    unsafe [0] + withUnsafeBytes(of: count.bigEndian) { unsafe Array($0) }
  }

  /// Sends bytes, as the server's flow control permits.
  func send(_ bytes: [UInt8], endsStream: Bool = false) async throws {
    let data = FrameClient.Payload.Data(data: .byteBuffer(ByteBuffer(bytes: bytes)), endStream: endsStream)
    try await channel.writeAndFlush(FrameClient.Payload.data(data))
  }

  /// How the stream ends, once it has ended.
  var ending: Answer { get async throws { try await answer.get() } }

  /// Records the answer, and completes its promise when the stream ends.
  fileprivate final class Recorder: ChannelInboundHandler {
    typealias InboundIn = FrameClient.Payload

    private var answer = Answer()
    private let promise: EventLoopPromise<Answer>

    init(_ promise: EventLoopPromise<Answer>) {
      self.promise = promise
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .headers(let headers):
        answer.status = headers.headers.first(name: "grpc-status") ?? answer.status
        answer.message = headers.headers.first(name: "grpc-message") ?? answer.message
        if headers.endStream { promise.succeed(answer) }
      case .data(let data): answer.bytes += data.data.readableBytes
      default: break
      }
    }

    func channelInactive(context: ChannelHandlerContext) { promise.succeed(answer) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
    func handlerRemoved(context: ChannelHandlerContext) { promise.succeed(answer) }
  }
}
#endif
