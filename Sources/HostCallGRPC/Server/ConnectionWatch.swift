#if GRPC
  internal import HostBridgeCore
  internal import NIOCore
  internal import NIOHTTP2

  /// Closes a connection that has not begun to speak HTTP/2 in time, that has been idle for too long, or that is old.
  ///
  /// A connection is asked to close, so that no call is lost: it is told that there will be no more streams after those
  /// that it knows of, which it then acknowledges, and closed when the last of its streams is (RFC 9113, section 6.8).
  /// gRPC's handler does that too; but NIO's HTTP/2, which writes the GOAWAY frame for it, takes a stream that begins
  /// between the frame and its acknowledgement for an error of the whole connection. So the frames are written past
  /// NIO.
  ///
  /// Belongs to the connection's pipeline, after the handler of HTTP/2, and so to its event loop.
  final class ConnectionWatch: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTP2Frame

    /// How long a connection may do what.
    struct Times: Sendable {
      /// Until it speaks HTTP/2.
      let handshake: TimeAmount
      /// Without a call; nil for as long as it likes.
      let idle: TimeAmount?
      /// In all; nil for as long as it likes.
      let age: TimeAmount?
    }

    private enum Phase {
      case connecting
      case open
      /// It has been asked to close.
      case closing
      /// It has acknowledged that: there are no new streams.
      case draining
      case closed
    }

    /// What follows GOAWAY, to be acknowledged: "hostcall" in ASCII.
    static let pingAfterGoAway = HTTP2PingData(withInteger: 0x686f_7374_6361_6c6c)

    private let times: Times
    /// What had come when the peer was last seen to be there.
    private var receivedBefore = 0
    private var phase = Phase.connecting
    private var context: ChannelHandlerContext?
    private var timer: NIOScheduledCallback?
    private var beginning = NIODeadline.now()
    private var openStreams = 0
    private var idleSince = NIODeadline.now()
    /// How many bytes have come on the streams of the connection, and how many have gone to the network.
    ///
    /// Streams share the connection's line: what is slow on one may be fast on all of them.
    var received = 0
    var sent = 0
    private var resetLimiter = ResetRateLimiter()

    init(_ times: Times) {
      self.times = times
    }

    /// Watches a connection that has been accepted and set up by gRPC.
    ///
    /// Call on its event loop.
    static func add(to channel: any Channel, _ times: Times) throws {
      let pipeline = channel.pipeline.syncOperations
      let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
      try pipeline.addHandler(ConnectionWatch(times), position: .after(http2))
    }

    /// The watch of the connection that a stream belongs to.
    ///
    /// Call on its event loop.
    static func of(stream: any Channel) -> ConnectionWatch? {
      try? stream.parent?.pipeline.syncOperations.handler(type: ConnectionWatch.self)
    }

    func handlerAdded(context: ChannelHandlerContext) {
      self.context = context
      beginning = .now()
      schedule(at: beginning + times.handshake)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
      phase = .closed
      timer?.cancel()
      self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
      phase = .closed
      timer?.cancel()
      context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data).payload {
      case .settings where phase == .connecting:
        phase = .open
        idleSince = .now()
        scheduleNext()
      case .ping(Self.pingAfterGoAway, ack: true) where phase == .closing:
        phase = .draining
        timer?.cancel()
        closeIfUnused()
      default: break
      }
      context.fireChannelRead(data)
    }

    // MARK: Streams

    /// A stream has begun on the connection.
    func streamOpened() {
      openStreams += 1
    }

    /// A stream of the connection is over.
    func streamClosed() {
      openStreams -= 1
      if openStreams == 0 { idleSince = .now() }
      closeIfUnused()
    }

    /// Whether a stream may be reset now; if so, it counts.
    func mayReset() -> Bool { resetLimiter.take(at: .now) }

    // MARK: Time

    private var idleEnd: NIODeadline? { openStreams == 0 ? times.idle.map { idleSince + $0 } : nil }
    private var ageEnd: NIODeadline? { times.age.map { beginning + $0 } }

    /// Looks after the connection when it may be idle for too long, or old.
    ///
    /// Calls do not touch the timer, but for what it finds when it fires.
    private func scheduleNext() {
      // While there are calls, it is idle for too long not before that time has passed once more.
      let idle = idleEnd ?? times.idle.map { .now() + $0 }
      if let next = [idle, ageEnd].compactMap(\.self).min() { schedule(at: next) }
    }

    private func schedule(at time: NIODeadline) {
      timer?.cancel()
      timer = try? context?.eventLoop.assumeIsolated().scheduleCallback(at: time, handler: self)
    }

    // MARK: Closing

    /// Asks the peer to close the connection, and closes it if that is not acknowledged.
    private func askToClose() {
      guard let context, let http2 = try? context.pipeline.syncOperations.context(handlerType: NIOHTTP2Handler.self)
      else { return close() }
      phase = .closing
      http2.writeAndFlush(NIOAny(IOData.byteBuffer(Self.goAwayFrames(context.channel.allocator))), promise: nil)
      receivedBefore = received
      schedule(at: .now() + times.handshake)
    }

    /// GOAWAY, with the highest number that a stream can have and no error, and PING.
    private static func goAwayFrames(_ allocator: ByteBufferAllocator) -> ByteBuffer {
      var bytes = allocator.buffer(capacity: 34)
      bytes.writeBytes([0, 0, 8, 0x7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0])
      bytes.writeBytes([0, 0, 8, 0x6, 0, 0, 0, 0, 0])
      bytes.writeInteger(pingAfterGoAway.integer)
      return bytes
    }

    private func closeIfUnused() {
      guard phase == .draining, openStreams == 0, let context else { return }
      phase = .closed
      // In the next tick, and the sending half first: the end of the last stream is yet to be written.
      let isolated = context.eventLoop.assumeIsolated()
      isolated.execute {
        let written = context.eventLoop.makePromise(of: Void.self)
        context.close(mode: .output, promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .all, promise: nil) }
      }
    }

    private func close() {
      phase = .closed
      context?.close(mode: .all, promise: nil)
    }
  }

  extension ConnectionWatch: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
      switch phase {
      case .connecting: close()
      case .closing:
        // The answer may come behind much else.
        guard received > receivedBefore else { return close() }
        receivedBefore = received
        schedule(at: .now() + times.handshake)
      case .open:
        let now = NIODeadline.now()
        if let end = idleEnd, end <= now { return askToClose() }
        if let end = ageEnd, end <= now { return askToClose() }
        scheduleNext()
      case .draining, .closed: break
      }
    }
  }
#endif
