// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Gathers the request of a stream, and delivers it to gRPC when it is complete.
///
/// gRPC gathers messages as well, but limits neither their total size nor the time that they take, and it refuses a
/// request only by resetting the stream. Therefore a request that is refused here never reaches gRPC.
///
/// Runs in the stream's pipeline, before gRPC's handler, and so on the event loop of its connection.
final class RequestIntake: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias InboundOut = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  /// Roughly the memory that a stream takes besides its bytes, for its channels, headers and call (8 to 11 KiB for
  /// each of 8000 unfinished streams).
  static let streamCost = 16_384

  private let budget: BufferBudget
  private let connection: ConnectionWatch?
  private var machine: RequestStateMachine
  private var context: ChannelHandlerContext?
  private var share: BufferBudget.Share?
  private var timer: NIOScheduledCallback?
  private let beginning = NIODeadline.now()
  private var transfer: TransferMonitor
  /// The caller's timeout.
  private var timeout: TimeAmount?

  private var headers: HTTP2Frame.FramePayload?
  private var body = ByteBuffer()
  /// Whether `body` has storage of its own, and is not a slice of what was read from the network.
  private var ownsBody = false
  private var trailers: HTTP2Frame.FramePayload?

  /// Creates the intake of one stream.
  ///
  /// - Parameters:
  ///   - payloadLimit: The maximum number of bytes that a request may have.
  ///   - budget: The server's budget.
  ///   - rate: The rate at which the request must arrive.
  ///   - connection: The watch of the stream's connection.
  init(
    payloadLimit: Int, budget: BufferBudget, rate: MinimumTransferRate, connection: ConnectionWatch?
  ) {
    self.budget = budget
    self.connection = connection
    transfer = TransferMonitor(rate, at: beginning, carried: connection?.received ?? 0)
    machine = RequestStateMachine(payloadLimit: payloadLimit)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let eventLoop = context.eventLoop
    let intake = NIOLoopBound(self, eventLoop: eventLoop)
    share = budget.open { eventLoop.execute { intake.value.evict() } }
    connection?.streamOpened()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    timer?.cancel()
    dropRequest()
    if let share { budget.close(share) }
    connection?.streamClosed()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let frame) where headers == nil && !machine.isUnfinished:
      headers = .headers(frame)
      timeout = frame.headers.first(name: CallMetadata.timeout).flatMap { CallMetadata.duration(of: $0) }
        .map { TimeAmount($0) }
      perform(machine.receiveHeaders(endsStream: frame.endStream))
    case .headers(let frame):
      trailers = .headers(frame)
      perform(machine.receiveHeaders(endsStream: frame.endStream))
    case .data(let frame):
      guard case .byteBuffer(let bytes) = frame.data else { return }
      connection?.received += bytes.readableBytes
      append(bytes)
      perform(machine.receiveData(bytes.readableBytes, claimed: claimedLength, endsStream: frame.endStream))
    default: context.fireChannelRead(data)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if machine.isGathering {
      if !ownsBody {
        body = context.channel.allocator.buffer(buffer: body)
        ownsBody = true
      }
      if let share, !budget.hold(Self.streamCost + body.storageCapacity, for: share) { evict() }
    }
    if machine.isUnfinished, timer == nil || machine.needsReset { checkTimes() }
    context.fireChannelReadComplete()
  }

  // MARK: Received frames

  private var claimedLength: Int? {
    body.getInteger(at: body.readerIndex + 1, as: UInt32.self).map { Int($0) }
  }

  private func append(_ bytes: ByteBuffer) {
    guard machine.isGathering, bytes.readableBytes > 0 else { return }
    if body.readableBytes == 0 {
      body = bytes
      ownsBody = false
    } else {
      body.writeImmutableBuffer(bytes)
      ownsBody = true
    }
  }

  private func dropRequest() {
    headers = nil
    body = ByteBuffer()
    trailers = nil
  }

  private func perform(_ action: RequestStateMachine.Action) {
    switch action {
    case .nothing: break
    case .discard: dropRequest()
    case .deliver: deliver()
    case .refuse(let refusal): refuse(refusal)
    }
  }

  private func evict() { perform(machine.evict(limit: budget.limit)) }

  private func deliver() {
    timer?.cancel()
    guard let context, let headers, let share else { return }
    guard budget.complete(share, Self.streamCost + body.readableBytes) else {
      return refuse(.noRoom(limit: budget.limit))
    }
    guard let headers = withTimeLeft(headers) else { return refuse(.late) }
    let (body, trailers) = (body, trailers)
    dropRequest()
    context.fireChannelRead(wrapInboundOut(headers))
    if case .headers(let frame) = headers, frame.endStream { return }
    context.fireChannelRead(wrapInboundOut(.data(.init(data: .byteBuffer(body), endStream: trailers == nil))))
    if let trailers { context.fireChannelRead(wrapInboundOut(trailers)) }
  }

  /// Returns the headers with the time that is left for the call; `nil` if none is left.
  private func withTimeLeft(_ headers: HTTP2Frame.FramePayload) -> HTTP2Frame.FramePayload? {
    guard let timeout, case .headers(var frame) = headers else { return headers }
    let elapsed = NIODeadline.now() - beginning
    guard elapsed < timeout else { return nil }
    guard elapsed >= .milliseconds(1) else { return headers }
    let left = Duration.nanoseconds((timeout - elapsed).nanoseconds)
    frame.headers.replaceOrAdd(name: CallMetadata.timeout, value: CallMetadata.text(of: left))
    return .headers(frame)
  }

  private func refuse(_ refusal: RequestStateMachine.Refusal) {
    timer?.cancel()
    dropRequest()
    guard let context else { return }
    let trailers = HTTP2Frame.FramePayload.Headers(headers: HPACKHeaders(refusal.status), endStream: true)
    context.writeAndFlush(wrapOutboundOut(.headers(trailers)), promise: nil)
  }

  // MARK: Time

  /// The call's deadline, while the request is being gathered; `nil` if there is none.
  private var callEnd: NIODeadline? { machine.isGathering ? timeout.map { beginning + $0 } : nil }

  /// Refuses a request that is late, resets the stream if it needs that, and schedules the next check.
  private func checkTimes() {
    let now = NIODeadline.now()
    if let callEnd, callEnd <= now { perform(machine.expireCall()) }
    if transfer.isTooSlow(at: now, carried: connection?.received ?? 0) { perform(machine.expireTransfer()) }
    if machine.needsReset, connection?.mayReset() != false { return reset() }
    guard machine.isUnfinished else { return }
    timer?.cancel()
    let next = machine.needsReset ? now + .seconds(1) : min(transfer.end, callEnd ?? .distantFuture)
    timer = try? context?.eventLoop.assumeIsolated().scheduleCallback(at: next, handler: self)
  }

  private func reset() {
    perform(machine.reset())
    // NO_ERROR, since the answer is complete (RFC 9113, section 8.1).
    context?.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
  }
}

extension RequestIntake: NIOScheduledCallbackHandler {
  func handleScheduledCallback(eventLoop: some EventLoop) { checkTimes() }
}
#endif
