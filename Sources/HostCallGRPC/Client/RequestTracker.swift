#if GRPC
  internal import HostBridgeCore
  internal import NIOCore
  internal import NIOHPACK
  internal import NIOHTTP2

  /// Which requests may have reached a server.
  ///
  /// A server that says goodbye to a connection (GOAWAY), because it is idle or old, ends in failure whatever a client
  /// of grpc-swift's is about to send there. gRPC does not say that nothing was sent; so each request is marked with a
  /// header that a handler in its stream takes away again, and which tells what became of it. What has not been sent
  /// may be sent again, whether or not the call may be made twice.
  final class RequestTracker: Sendable {
    private struct State: Sendable {
      var lastID: UInt64 = 0
      /// By their marks: whether their headers are on their way to the network, or there.
      var isSent: [UInt64: Bool] = [:]
    }

    /// The header, which stays in this process.
    static let header = "hostcall-mark"

    private let state = Guarded(State())

    /// Begins a request.
    ///
    /// - Returns: Its mark.
    func begin() -> UInt64 {
      state.withLock { state in
        state.lastID += 1
        state.isSent[state.lastID] = false
        return state.lastID
      }
    }

    /// The request is over.
    ///
    /// - Returns: Whether any of it may have been sent.
    func end(_ mark: UInt64) -> Bool { state.withLock { $0.isSent.removeValue(forKey: mark) ?? true } }

    private func record(_ mark: UInt64, isSent: Bool) {
      state.withLock { state in
        if state.isSent[mark] != nil { state.isSent[mark] = isSent }
      }
    }

    /// Watches the request that is sent on `stream`.
    func watch(_ stream: any Channel) -> EventLoopFuture<Void> {
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(Handler(self), position: .first)
      }
    }

    private final class Handler: ChannelOutboundHandler {
      typealias OutboundIn = HTTP2Frame.FramePayload
      typealias OutboundOut = HTTP2Frame.FramePayload

      private let tracker: RequestTracker

      init(_ tracker: RequestTracker) {
        self.tracker = tracker
      }

      func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .headers(var frame) = unwrapOutboundIn(data),
          let mark = frame.headers.first(name: RequestTracker.header).flatMap({ UInt64($0) })
        else { return context.write(data, promise: promise) }
        frame.headers.remove(name: RequestTracker.header)
        tracker.record(mark, isSent: true)
        let written = promise ?? context.eventLoop.makePromise()
        // Part of a frame may have been written then, which a server can do nothing with.
        written.futureResult.whenFailure { [tracker, stream = context.channel] _ in
          tracker.record(mark, isSent: false)
          // The stream may not have heard of it: see GoAwayTolerance.
          stream.close(promise: nil)
        }
        context.write(wrapOutboundOut(.headers(frame)), promise: written)
      }
    }
  }
#endif
