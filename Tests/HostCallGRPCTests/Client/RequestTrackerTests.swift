// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP2
import Testing

@testable import HostCallGRPC

/// Uses an embedded channel in place of a stream.
@Suite("RequestTracker")
struct RequestTrackerTests {
  private typealias Payload = HTTP2Frame.FramePayload

  private let tracker = RequestTracker()
  private let channel = EmbeddedChannel()

  @Test("the mark is not sent, and the timeout not added to the connection's table of headers")
  func headers() throws {
    let mark = tracker.begin()
    try tracker.watch(channel).wait()
    let headers: HPACKHeaders = [":method": "POST", RequestTracker.header: "\(mark)", CallMetadata.timeout: "10S"]
    channel.writeAndFlush(Payload.headers(.init(headers: headers)), promise: nil)
    guard case .headers(let sent)? = try channel.readOutbound(as: Payload.self) else {
      return #expect(Bool(false), "no headers were sent")
    }
    #expect(sent.headers.map { "\($0.name) \($0.indexable)" } == [":method []", "grpc-timeout [non-indexable]"])
    #expect(sent.headers.first(name: CallMetadata.timeout) == "10S")
    #expect(tracker.end(mark))
  }

  /// Fails each write at once, as a connection that has failed.
  private final class Failing: ChannelOutboundHandler {
    typealias OutboundIn = Payload

    private(set) var isClosed = false

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
      isClosed = true
      context.close(mode: mode, promise: promise)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      promise?.fail(ChannelError.ioOnClosedChannel)
    }
  }

  @Test("a stream whose headers cannot be written is closed, but not while NIO begins it")
  func failure() throws {
    let mark = tracker.begin()
    try tracker.watch(channel).wait()
    let connection = Failing()
    try channel.pipeline.syncOperations.addHandler(connection, position: .first)
    let headers: HPACKHeaders = [RequestTracker.header: "\(mark)"]
    channel.writeAndFlush(Payload.headers(.init(headers: headers)), promise: nil)
    #expect(!connection.isClosed)
    channel.embeddedEventLoop.run()
    #expect(connection.isClosed)
    let mayBeSent = tracker.end(mark)
    #expect(!mayBeSent)
  }
}
#endif
