// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import NIOCore
internal import NIOHTTP2

/// Refuses a stream that begins after the connection has stopped accepting streams.
///
/// The reset says that nothing of the request was processed, so the peer may send it again on another connection
/// (RFC 9113, section 8.7).
final class StreamRefusal: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private var isReset = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isReset else { return }
    isReset = true
    context.writeAndFlush(wrapOutboundOut(.rstStream(.refusedStream)), promise: nil)
  }
}
#endif
