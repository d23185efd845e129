#if GRPC
  internal import NIOCore
  internal import NIOHTTP2

  /// Keeps a connection whose server has said goodbye for as long as calls run on it.
  ///
  /// A call that begins at that moment opens a stream that it may not open any more. NIO's HTTP/2 (1.46) tells the
  /// whole connection of that error, and grpc-swift's client (2.9) closes the connection then, with the calls that the
  /// server would have answered. Here the error ends: what was to be sent has failed, and ``RequestTracker`` closes its
  /// stream.
  ///
  /// Belongs to the connection's pipeline, after the handler of HTTP/2, and so to its event loop.
  final class GoAwayTolerance: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    /// Adds it to a connection that gRPC has set up.
    static func add(to connection: any Channel) -> EventLoopFuture<Void> {
      connection.eventLoop.makeCompletedFuture {
        let pipeline = connection.pipeline.syncOperations
        let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
        try pipeline.addHandler(GoAwayTolerance(), position: .after(http2))
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      if error is NIOHTTP2Errors.CreatedStreamAfterGoaway { return }
      context.fireErrorCaught(error)
    }
  }
#endif
