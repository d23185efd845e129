// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import NIOCore
internal import NIOHTTP2

/// Keeps a connection open after the server's GOAWAY, as long as calls run on it.
///
/// A call that begins at that moment opens a stream that the GOAWAY forbids. NIO's HTTP/2 (1.46) reports that as an
/// error of the connection, and grpc-swift's client (2.9) then closes the connection, with the calls that the server
/// would have answered. This handler drops the error: the write has failed, and ``RequestTracker`` closes its stream.
///
/// Runs in the connection's pipeline, after the HTTP/2 handler, and so on the connection's event loop.
final class GoAwayTolerance: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame

  /// Adds the handler to a connection that gRPC has set up.
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
