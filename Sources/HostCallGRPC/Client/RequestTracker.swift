// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Records which requests may have reached a server.
///
/// When a server ends an idle or old connection with GOAWAY, grpc-swift's client fails the requests that it is about
/// to send there, without reporting that nothing was sent. So each request is marked with a header. A handler in its
/// stream removes the header, and records whether the request was sent. A request that was not sent may be sent
/// again, even if the call is not idempotent. One that is given up before it was sent is never sent.
final class RequestTracker: Sendable {
  private struct State: Sendable {
    var lastID: UInt64 = 0
    /// Whether the headers of each request have been handed to the network, by its mark.
    var isSent: [UInt64: Bool] = [:]
  }

  /// The name of the header with the mark, which never leaves this process.
  static let header = "hostcall-mark"

  private let state = Guarded(State())

  /// Begins a request.
  ///
  /// - Returns: The request's mark.
  func begin() -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      state.isSent[state.lastID] = false
      return state.lastID
    }
  }

  /// Ends a request.
  ///
  /// - Returns: Whether any of it may have been sent.
  func end(_ mark: UInt64) -> Bool { state.withLock { $0.isSent.removeValue(forKey: mark) ?? true } }

  private func record(_ mark: UInt64, isSent: Bool) {
    state.withLock { state in
      if state.isSent[mark] != nil { state.isSent[mark] = isSent }
    }
  }

  /// Adds the handler that watches the request on `stream`.
  func watch(_ stream: any Channel) -> EventLoopFuture<Void> {
    stream.eventLoop.makeCompletedFuture {
      try stream.pipeline.syncOperations.addHandler(Handler(self), position: .first)
    }
  }

  private final class Handler: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let tracker: RequestTracker
    /// Whether NIO has the request's headers, and has neither written nor dropped them.
    private var isWriting = false
    private var isClosing = false

    init(_ tracker: RequestTracker) {
      self.tracker = tracker
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      guard case .headers(var frame) = unwrapOutboundIn(data),
        let mark = frame.headers.first(name: RequestTracker.header).flatMap({ UInt64($0) })
      else { return context.write(data, promise: promise) }
      frame.headers.remove(name: RequestTracker.header)
      excludeTimeout(from: &frame.headers)
      tracker.record(mark, isSent: true)
      isWriting = true
      let written = promise ?? context.eventLoop.makePromise()
      written.futureResult.assumeIsolated().whenComplete { [self, stream = context.channel] result in
        isWriting = false
        guard case .failure = result else { return }
        // At most part of the frame was written, which the server ignores.
        tracker.record(mark, isSent: false)
        // `GoAwayTolerance` drops the error that would have closed the stream. Not at once: on a connection that has
        // failed, a write fails while NIO begins the stream, which it then reports as closed before it is open.
        stream.eventLoop.assumeIsolated().execute { [self] in
          if !isClosing { stream.close(promise: nil) }
        }
      }
      context.write(wrapOutboundOut(.headers(frame)), promise: written)
    }

    /// Has the timeout sent without being added to the connection's table of headers (RFC 7541, section 6.2.2).
    ///
    /// Each call has another timeout. They would fill the table, which is searched for each header of each call, and
    /// evict what all calls have in common.
    private func excludeTimeout(from headers: inout HPACKHeaders) {
      guard let timeout = headers.first(name: CallMetadata.timeout) else { return }
      headers.remove(name: CallMetadata.timeout)
      headers.add(name: CallMetadata.timeout, value: timeout, indexing: .nonIndexable)
    }

    /// Closes the stream, and has NIO drop what it holds back because the connection has as many calls as its server
    /// permits.
    ///
    /// Without the reset, NIO would send that once there is room, after the stream has been closed.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
      isClosing = true
      if isWriting { context.writeAndFlush(wrapOutboundOut(.rstStream(.cancel)), promise: nil) }
      context.close(mode: mode, promise: promise)
    }
  }
}
#endif
