// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import NIOCore
internal import NIOHTTP2

/// Closes a connection whose peer does not speak HTTP/2 in time, that is idle for too long, or that is too old.
///
/// An idle or old connection is closed gracefully (RFC 9113, section 6.8), so that no call is lost: the server sends
/// GOAWAY and PING, accepts streams until the peer acknowledges the PING, and closes the connection with its last
/// stream. gRPC's handler does that too. But it has NIO's HTTP/2 write the GOAWAY, which then treats a stream that
/// begins before the acknowledgement as an error of the connection. So this handler writes the frames past NIO's.
///
/// A peer that does not acknowledge in time is dead if nothing else has arrived since, and the connection is closed.
/// If something has, the acknowledgement may be queued behind it, or the peer may never send one. Bytes keep the
/// connection open only for the streams that it has: from then on, as after an acknowledgement, a new stream is refused
/// as not processed, and the last one closes the connection. gRPC's servers in Go and Java do the same, after a minute
/// and ten seconds; otherwise a peer could keep a connection for longer than any limit on its age.
///
/// Runs in the connection's pipeline, after the HTTP/2 handler, and so on the connection's event loop.
final class ConnectionWatch: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame
  typealias InboundOut = HTTP2Frame

  /// The time limits of a connection.
  struct Times: Sendable {
    /// How long the peer may take to speak HTTP/2, and to acknowledge that the connection closes.
    let handshake: TimeAmount
    /// How long the connection may have no calls; `nil` for no limit.
    let idle: TimeAmount?
    /// How long the connection may be open; `nil` for no limit.
    let age: TimeAmount?
  }

  private enum Phase {
    case connecting
    case open
    /// GOAWAY has been sent.
    case closing
    /// The peer has acknowledged it, or has taken too long; no more streams are accepted.
    case draining
    case closed
  }

  /// The data of the PING that follows GOAWAY: "hostcall" in ASCII.
  static let pingAfterGoAway = HTTP2PingData(withInteger: 0x686f_7374_6361_6c6c)

  private let times: Times
  /// The value of `received` when GOAWAY was sent.
  private var receivedBefore = 0
  private var phase = Phase.connecting
  private var context: ChannelHandlerContext?
  private var timer: NIOScheduledCallback?
  private var beginning = NIODeadline.now()
  private var openStreams = 0
  /// What ends streams that have no end by themselves.
  private var endings: [ObjectIdentifier: @Sendable () -> Void] = [:]
  private var idleSince = NIODeadline.now()
  /// How many bytes the connection's streams have received, and how many they have written to the network.
  ///
  /// Streams share the connection: one stream may be slow while all of them together are fast.
  var received = 0
  var sent = 0
  private var resetLimiter = ResetRateLimiter()
  /// Whether the connection is too old from the beginning.
  private var isEnding = false

  init(_ times: Times) {
    self.times = times
  }

  /// Adds a watch to a connection that gRPC has accepted and set up.
  ///
  /// Call on the connection's event loop.
  static func add(to channel: any Channel, _ times: Times) throws {
    let pipeline = channel.pipeline.syncOperations
    let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
    try pipeline.addHandler(ConnectionWatch(times), position: .after(http2))
  }

  /// Returns the watch of a stream's connection.
  ///
  /// Call on the connection's event loop.
  static func of(stream: any Channel) -> ConnectionWatch? {
    stream.parent.flatMap { of(connection: $0) }
  }

  /// Returns the watch of a connection; `nil` if there is none yet.
  ///
  /// Call on the connection's event loop.
  static func of(connection: any Channel) -> ConnectionWatch? {
    try? connection.pipeline.syncOperations.handler(type: ConnectionWatch.self)
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
      timer?.cancel()
      drain()
    default: break
    }
    context.fireChannelRead(data)
  }

  // MARK: Streams

  /// Whether a stream that opens now is accepted.
  var acceptsStreams: Bool { phase != .draining && phase != .closed }

  /// Records that an accepted stream has opened.
  func streamOpened() {
    openStreams += 1
  }

  /// Records that an accepted stream has closed.
  func streamClosed() {
    openStreams -= 1
    if openStreams == 0 { idleSince = .now() }
    closeIfUnused()
  }

  /// Has `end` called when the connection begins to close, at once if it has begun.
  func whenClosing(_ stream: ObjectIdentifier, _ end: @escaping @Sendable () -> Void) {
    if phase == .connecting || phase == .open { endings[stream] = end } else { end() }
  }

  /// Forgets what ends a stream, which has ended.
  func forget(_ stream: ObjectIdentifier) { endings[stream] = nil }

  /// Returns whether a stream may be reset now, and counts the reset if so.
  func mayReset() -> Bool { resetLimiter.take(at: .now) }

  // MARK: Time

  private var idleEnd: NIODeadline? { openStreams == 0 ? times.idle.map { idleSince + $0 } : nil }
  private var ageEnd: NIODeadline? { isEnding ? beginning : times.age.map { beginning + $0 } }

  /// Schedules the next check, for the time at which the connection may be idle for too long or too old.
  ///
  /// Calls do not reschedule the timer; the check takes them into account when it fires.
  private func scheduleNext() {
    // A connection that has calls now cannot be idle for too long before the whole idle time has passed again.
    let idle = idleEnd ?? times.idle.map { .now() + $0 }
    if let next = [idle, ageEnd].compactMap(\.self).min() { schedule(at: next) }
  }

  private func schedule(at time: NIODeadline) {
    timer?.cancel()
    timer = try? context?.eventLoop.assumeIsolated().scheduleCallback(at: time, handler: self)
  }

  // MARK: Closing

  /// Closes the connection gracefully, as if it were too old; at once, or when its peer speaks HTTP/2.
  func end() {
    isEnding = true
    if phase == .open { askToClose() }
  }

  /// Sends GOAWAY, and closes the connection if the peer does not acknowledge it.
  private func askToClose() {
    guard let context, let http2 = try? context.pipeline.syncOperations.context(handlerType: NIOHTTP2Handler.self)
    else { return close() }
    phase = .closing
    http2.writeAndFlush(NIOAny(IOData.byteBuffer(Self.goAwayFrames(context.channel.allocator))), promise: nil)
    receivedBefore = received
    schedule(at: .now() + times.handshake)
    for end in endings.values { end() }
    endings = [:]
  }

  /// Returns the frames GOAWAY, with the highest stream ID and no error, and PING.
  private static func goAwayFrames(_ allocator: ByteBufferAllocator) -> ByteBuffer {
    var bytes = allocator.buffer(capacity: 34)
    bytes.writeBytes([0, 0, 8, 0x7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0])
    bytes.writeBytes([0, 0, 8, 0x6, 0, 0, 0, 0, 0])
    bytes.writeInteger(pingAfterGoAway.integer)
    return bytes
  }

  private func drain() {
    phase = .draining
    closeIfUnused()
  }

  private func closeIfUnused() {
    guard phase == .draining, openStreams == 0, let context else { return }
    phase = .closed
    // In the next tick, and the output first, since the end of the last stream has yet to be written.
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
    case .closing: if received > receivedBefore { drain() } else { close() }
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
