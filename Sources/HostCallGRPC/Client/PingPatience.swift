// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import NIOCore
internal import NIOHTTP2

/// Keeps a connection whose ping is not acknowledged in time, if the server sends other bytes, or the client is late
/// itself.
///
/// grpc-swift's client (2.9) then closes the connection, with all calls on it. But the acknowledgement may wait behind
/// a large answer on a slow network, behind many calls at a busy server, or unread at a busy client. So this handler
/// acknowledges the ping itself, after half of the timeout or shortly before it, if at least ``leastBytes`` have
/// arrived since it was sent: fewer may come from a network that is as good as gone. It also does that, once in a row,
/// if its own timer is late by an eighth of the timeout, since then bytes may have arrived and wait to be read. gRPC
/// sends the next ping after the interval; the true acknowledgement, when it arrives, counts as that of the ping that
/// is waited for then.
///
/// An event loop that does nothing until gRPC's own timer is due, for more than half of the timeout, closes the
/// connection all the same: it runs all timers that are due, and gRPC's is no longer cancelled then.
///
/// Runs in the connection's pipeline, after the HTTP/2 handler, and so on the connection's event loop.
final class PingPatience: ChannelDuplexHandler {
  typealias InboundIn = HTTP2Frame
  typealias InboundOut = HTTP2Frame
  typealias OutboundIn = HTTP2Frame
  typealias OutboundOut = HTTP2Frame

  /// Counts the bytes that arrive on a connection.
  final class Arrivals: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    fileprivate(set) var bytes = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      bytes += unwrapInboundIn(data).readableBytes
      context.fireChannelRead(data)
    }
  }

  /// How many bytes show that a connection works.
  static let leastBytes = 1024

  private let arrivals: Arrivals
  /// How long after a ping the handler decides, each time.
  private let waits: [TimeAmount]
  /// The delay from which its timer counts as late.
  private let lateness: TimeAmount
  private var timer: Scheduled<Void>?
  private var wasLate = false

  init(_ arrivals: Arrivals, timeout: Duration) {
    self.arrivals = arrivals
    waits = [TimeAmount(timeout / 2), TimeAmount(timeout * 9 / 10)]
    lateness = TimeAmount(timeout / 8)
  }

  /// Adds the handler to a connection that gRPC has set up.
  ///
  /// - Parameter timeout: How long gRPC waits for an acknowledgement; `nil` if it sends no pings.
  static func add(to connection: any Channel, timeout: Duration?) -> EventLoopFuture<Void> {
    connection.eventLoop.makeCompletedFuture {
      guard let timeout else { return }
      let pipeline = connection.pipeline.syncOperations
      let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
      let arrivals = Arrivals()
      try pipeline.addHandler(arrivals, position: .before(http2))
      try pipeline.addHandler(PingPatience(arrivals, timeout: timeout), position: .after(http2))
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .ping(let ping, ack: false) = unwrapOutboundIn(data).payload {
      timer?.cancel()
      decide(about: ping, of: context, sentAt: context.eventLoop.now, after: arrivals.bytes, waits: waits[...])
    }
    context.write(data, promise: promise)
  }

  /// Acknowledges a ping after the first of `waits` if the connection is alive, or after a later one.
  private func decide(
    about ping: HTTP2PingData, of context: ChannelHandlerContext, sentAt start: NIODeadline, after bytes: Int,
    waits: ArraySlice<TimeAmount>
  ) {
    guard let wait = waits.first else { return }
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: start + wait) { [self] in
      let late = context.eventLoop.now - (start + wait)
      guard isAlive(received: arrivals.bytes - bytes, late: late) else {
        return decide(about: ping, of: context, sentAt: start, after: bytes, waits: waits.dropFirst())
      }
      context.fireChannelRead(wrapInboundOut(HTTP2Frame(streamID: .rootStream, payload: .ping(ping, ack: true))))
    }
  }

  /// Decides whether a connection is kept whose ping is not acknowledged.
  ///
  /// - Parameters:
  ///   - received: The number of bytes that have arrived since the ping was sent.
  ///   - late: How late the timer is.
  func isAlive(received: Int, late: TimeAmount) -> Bool {
    defer { wasLate = late > lateness }
    return received >= Self.leastBytes || late > lateness && !wasLate
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .ping(_, ack: true) = unwrapInboundIn(data).payload {
      timer?.cancel()
      wasLate = false
    }
    context.fireChannelRead(data)
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }
}
#endif
