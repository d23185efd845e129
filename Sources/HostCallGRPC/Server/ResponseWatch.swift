// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Buffers the response of a stream only if the budget has room for it, and limits how long the peer may take to
/// receive it.
///
/// A peer that makes calls and does not read would make the server keep each response indefinitely: in the stream
/// until its flow-control window opens, and in the connection until the network accepts it. So a response counts
/// against the budget until it has been written to the network. A stream that is blocked for too long is reset, and a
/// connection that accepts nothing is closed.
///
/// Runs in the stream's pipeline, before gRPC's handler, and so on the event loop of its connection.
final class ResponseWatch: ChannelOutboundHandler {
  typealias OutboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let budget: BufferBudget
  private let rate: MinimumTransferRate
  private let connection: ConnectionWatch?
  private let gates: WriteGates
  /// The gate of a stream, each of whose messages is limited like the one of a unary response; otherwise `nil`.
  private var gate: WriteGate?
  /// The number of watched writes that are not complete.
  private var unwritten = 0
  /// Whether the trailers have been passed on.
  private var hasEnded = false
  /// The response's headers, until it is known whether the budget has room for the message.
  private var held: (headers: HTTP2Frame.FramePayload, promise: EventLoopPromise<Void>?)?
  private var isRefused = false
  /// Bytes that are reserved, and have not been passed on yet.
  private var reserved = 0
  /// Bytes that have been passed on to be written to the network.
  private var sent = 0
  private var transfer: TransferMonitor?
  private var timer: NIOScheduledCallback?
  /// The stream, while the timer runs.
  private var stream: (any Channel)?
  /// The size of the parts in which a message is written, so that the peer's progress can be observed.
  private static let partSize = 65_536
  /// Whether parts are being written.
  ///
  /// When a part fills the stream, gRPC may write what follows at once; `following` keeps it until all parts have been
  /// passed on.
  private var isSending = false
  private var following: [(frame: HTTP2Frame.FramePayload, promise: EventLoopPromise<Void>?)] = []

  init(
    budget: BufferBudget, rate: MinimumTransferRate, connection: ConnectionWatch?, gates: WriteGates = WriteGates()
  ) {
    self.budget = budget
    self.rate = rate
    self.connection = connection
    self.gates = gates
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    gate?.close()
    connection?.forget(ObjectIdentifier(self))
    budget.release(reserved)
    reserved = 0
    held?.promise?.fail(ChannelError.ioOnClosedChannel)
    held = nil
    for (_, promise) in following { promise?.fail(ChannelError.ioOnClosedChannel) }
    following = []
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    write(unwrapOutboundIn(data), on: context, promise: promise)
  }

  private func write(
    _ frame: HTTP2Frame.FramePayload, on context: ChannelHandlerContext, promise: EventLoopPromise<Void>?
  ) {
    if isSending { return following.append((frame, promise)) }
    switch frame {
    case .headers(var frame) where !frame.endStream && held == nil && sent == 0:
      if let id = frame.headers.first(name: WriteGates.header).flatMap({ UInt64($0) }) {
        gate = gates.remove(id)
        frame.headers.remove(name: WriteGates.header)
        if let end = gate?.onConnectionClosing { connection?.whenClosing(ObjectIdentifier(self), end) }
      }
      held = (.headers(frame), promise)
    case .headers(let frame) where frame.endStream: end(with: frame, on: context, promise: promise)
    case .data(let frame): send(frame, on: context, promise: promise)
    case let other: context.write(wrapOutboundOut(other), promise: promise)
    }
  }

  private func send(
    _ frame: HTTP2Frame.FramePayload.Data, on context: ChannelHandlerContext, promise: EventLoopPromise<Void>?
  ) {
    guard case .byteBuffer(let bytes) = frame.data, makeRoom(for: bytes) else {
      isRefused = true
      held?.promise?.succeed()
      held = nil
      promise?.succeed()
      if gate != nil { refuseStream(on: context) }
      return
    }
    sendHeld(context)
    isSending = true
    var rest = bytes
    repeat {
      let count = min(rest.readableBytes, Self.partSize)
      guard let part = rest.readSlice(length: count) else { break }
      reserved -= count
      sent += count
      let written = context.eventLoop.makePromise(of: Void.self)
      written.futureResult.assumeIsolated().whenComplete { [connection, budget, gate] _ in
        connection?.sent += count
        budget.release(count)
        gate?.written(count)
      }
      if rest.readableBytes == 0 {
        written.futureResult.cascade(to: promise)
        if gate != nil { watch(context, written) }
      }
      context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(part)))), promise: written)
    } while rest.readableBytes > 0
    isSending = false
    guard !following.isEmpty else { return }
    let frames = following
    following = []
    for (frame, promise) in frames { write(frame, on: context, promise: promise) }
    context.flush()
  }

  /// Ends a stream whose next message has no room; its handler may never end it.
  private func refuseStream(on context: ChannelHandlerContext) {
    guard !hasEnded else { return }
    end(with: HTTP2Frame.FramePayload.Headers(headers: [:], endStream: true), on: context, promise: nil)
    context.flush()
  }

  /// Reserves room for `bytes`, and for the whole message if the response begins with them.
  ///
  /// A unary response has one message. Anything after it reserves its own room, so that no more is released than
  /// reserved. gRPC passes the messages of a stream on in whole ones.
  ///
  /// - Returns: Whether there is room.
  private func makeRoom(for bytes: ByteBuffer) -> Bool {
    if isRefused { return false }
    var needed = bytes.readableBytes
    if reserved + sent == 0, let length = bytes.getInteger(at: bytes.readerIndex + 1, as: UInt32.self) {
      needed = max(needed, RequestStateMachine.prefixSize + Int(length))
    }
    let missing = max(0, needed - reserved)
    guard budget.reserve(missing) else { return false }
    reserved += missing
    return true
  }

  private func end(
    with frame: HTTP2Frame.FramePayload.Headers, on context: ChannelHandlerContext, promise: EventLoopPromise<Void>?
  ) {
    guard !hasEnded else {
      promise?.succeed()
      return
    }
    hasEnded = true
    let written = promise ?? context.eventLoop.makePromise()
    watch(context, written)
    if isRefused {
      let status = ErrorResponse.noRoom(limit: budget.limit)
      let headers = HPACKHeaders(status, areTrailers: sent > 0)
      let trailers = HTTP2Frame.FramePayload.Headers(headers: headers, endStream: true)
      context.write(wrapOutboundOut(.headers(trailers)), promise: written)
    } else {
      sendHeld(context)
      context.write(wrapOutboundOut(.headers(frame)), promise: written)
    }
  }

  private func sendHeld(_ context: ChannelHandlerContext) {
    guard let (headers, promise) = held else { return }
    held = nil
    context.write(wrapOutboundOut(headers), promise: promise)
  }

  /// Limits how long the peer may take until `written` completes.
  private func watch(_ context: ChannelHandlerContext, _ written: EventLoopPromise<Void>) {
    unwritten += 1
    if unwritten == 1 {
      transfer = TransferMonitor(rate, at: .now(), carried: connection?.sent ?? 0)
      stream = context.channel
      startTimer()
    }
    written.futureResult.assumeIsolated().whenComplete { [self] _ in
      unwritten -= 1
      guard unwritten == 0 else { return }
      timer?.cancel()
      stream = nil
    }
  }

  private func startTimer() {
    guard let stream, let transfer else { return }
    timer = try? stream.eventLoop.assumeIsolated().scheduleCallback(at: transfer.end, handler: self)
  }
}

extension ResponseWatch: NIOScheduledCallbackHandler {
  func handleScheduledCallback(eventLoop: some EventLoop) {
    guard let stream else { return }
    guard transfer?.isTooSlow(at: .now(), carried: connection?.sent ?? 0) == true else { return startTimer() }
    self.stream = nil
    // If HTTP/2 already considers the stream closed, its end is stuck in the connection, which is closed then.
    if stream.isActive { stream.close(promise: nil) } else { stream.parent?.close(promise: nil) }
  }
}
#endif
