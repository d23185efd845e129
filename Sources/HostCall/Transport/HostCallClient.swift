// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// Makes calls over any transport, in place of a bridge, so that a single line decides where the host is.
///
///     let host = HostCallClient(transport: bridge)                                    // in this process
///     let host = HostCallClient(transport: try GRPCTransport(addresses: [address], security: .tls()))  // elsewhere
///
///     let profile = try await host.call(FetchProfile(userID: 7), timeout: .seconds(2))
///
/// Errors and limits are those of `HostBridge`, regardless of the transport.
///
/// Thread safety: safe from any thread.
public final class HostCallClient: Sendable {
  /// The transport that carries the calls.
  public let transport: any HostCallTransport
  /// The limits, the format of calls that do not state one, the schema check, and the interceptors of calls; other
  /// settings have no effect.
  public let configuration: HostBridgeConfiguration

  let limiter: ClientLimiter
  let interceptors: [any HostCallInterceptor]
  private let counters = Guarded(HostBridgeStatistics())

  /// Creates a client.
  ///
  /// - Parameters:
  ///   - transport: The transport that carries the calls; closing it is left to the caller.
  ///   - configuration: The limits; by default those of a bridge.
  public init(transport: any HostCallTransport, configuration: HostBridgeConfiguration = HostBridgeConfiguration()) {
    let configuration = configuration.withEnvironment
    self.transport = transport
    self.configuration = configuration
    interceptors = configuration.callInterceptors
    limiter = ClientLimiter(
      limit: configuration.maximumCallsInFlight, waits: configuration.overloadPolicy == .wait)
  }

  /// The counters of the client's calls and streams.
  ///
  /// `late` is always 0: transports drop late answers without counting them. Events are counted by the bridge that
  /// carries them.
  public var statistics: HostBridgeStatistics {
    let waiting = limiter.waiting
    return counters.withLock { counters in
      var statistics = counters
      statistics.waiting = min(UInt64(waiting), statistics.inFlight)
      statistics.inFlight -= statistics.waiting
      return statistics
    }
  }

  /// Makes a call over the client's transport, like `HostBridge.call(_:timeout:)`.
  ///
  /// The first call to another machine of a type that states its schema computes the schema, which no timeout
  /// interrupts: a type whose `init(from:)` does not return on made-up values delays that call by up to ten seconds,
  /// once. See ``HostCallSchema``.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: The maximum time to wait, from now, including the wait for a permit; `nil` for no limit. The deadline
  ///     of a timeout of zero or less passes before anything is sent.
  /// - Returns: The response.
  /// - Throws: As `HostBridge.call(_:timeout:)`; `unavailable` also if the transport cannot reach a server.
  public func call<C: HostCallable>(
    _ request: C, timeout: Duration? = nil
  ) async throws(HostCallError<C.Failure>) -> C.Response {
    try await call(request, Self.deadline(after: timeout))
  }

  /// Returns the deadline `timeout` from now, or the one that the task's calls inherit, if that is earlier.
  static func deadline(after timeout: Duration?) -> Deadline {
    let deadline = timeout.map { Deadline(after: $0, from: .now) } ?? .never
    return CallContext.current?.bounded(deadline, on: .system) ?? deadline
  }

  private func call<C: HostCallable>(
    _ request: C, _ deadline: Deadline
  ) async throws(HostCallError<C.Failure>) -> C.Response {
    let format = CallFormat(C.self, configuration).adapted(to: transport)
    guard !interceptors.isEmpty else {
      var measured = CallMeasurements()
      do throws(BridgeError) {
        return try await call(request, format, deadline, &measured)
      } catch {
        throw format.callError(error)
      }
    }
    let call = HostOutgoingCall(request, format, deadline, .system)
    return try await HostCallNext(interceptors, format) { [self] call, measured throws(BridgeError) in
      try await self.call(call.request, format, deadline, &measured)
    }.result(of: call).get()
  }

  private func call<C: HostCallable>(
    _ request: C, _ format: CallFormat<C>, _ deadline: Deadline, _ measured: inout CallMeasurements
  ) async throws(BridgeError) -> C.Response {
    var call = try format.transportCall(request, limit: configuration.maximumPayloadSize)
    call.statesSchema = configuration.schemaCheck != .off
    measured.request = call.request.count
    if !interceptors.isEmpty { call.attempts = AttemptCounter() }
    begin(call)
    let result: Result<[UInt8], BridgeError>
    do throws(BridgeError) {
      result = .success(try await send(&call, deadline))
    } catch {
      result = .failure(error)
    }
    end(result.map(\.count), deadline)
    if let attempts = call.attempts { measured.attempts = max(1, attempts.count) }
    let response = try result.get()
    measured.response = response.count
    return try unsafe format.decodeResponse(response.span.bytes, of: nil)
  }

  /// Makes many calls of one type, up to the limit at the same time, and waits for all of them.
  ///
  /// - Parameters:
  ///   - requests: The requests; each is taken from the sequence when it can be sent.
  ///   - timeout: The maximum time to wait for all of them, from now; `nil` for no limit.
  /// - Returns: For each request, in order, its response or its error. An error does not affect the other calls.
  public func callEach<C: HostCallable>(
    _ requests: some Sequence<C>, timeout: Duration? = nil
  ) async -> [Result<C.Response, HostCallError<C.Failure>>] {
    let deadline = Self.deadline(after: timeout)
    return await CallGroup.results(of: requests, limit: configuration.taskLimit) { [self] request in
      do throws(HostCallError<C.Failure>) {
        return .success(try await call(request, deadline))
      } catch {
        return .failure(error)
      }
    }
  }

  private func send(_ call: inout TransportCall, _ deadline: Deadline) async throws(BridgeError) -> [UInt8] {
    try await limiter.acquire(waitingUntil: deadline)
    defer { limiter.release() }
    try call.setTimeout(until: deadline)
    let response = try await transport.send(call)
    guard response.count <= configuration.maximumPayloadSize else {
      throw .tooLarge("answer", size: response.count, limit: configuration.maximumPayloadSize)
    }
    return response
  }

  // MARK: Counting

  func begin(_ call: TransportCall) {
    let size = UInt64(call.request.count)
    counters.withLock { counters in
      counters.made += 1
      counters.inFlight += 1
      counters.requestBytes += size
    }
  }

  /// Counts a stream that was opened.
  func countOpenedStream() {
    counters.withLock { $0.streams += 1 }
  }

  /// Counts an item that was received.
  func countItem() {
    counters.withLock { $0.itemsToCore += 1 }
  }

  /// Counts the outcome of a call.
  ///
  /// An error that the handler answered with counts as failed, even if the caller's side uses its code too.
  ///
  /// - Parameters:
  ///   - result: The size of what was received, or the error.
  ///   - deadline: The deadline of the call.
  ///   - isCancelled: Whether the caller no longer waits.
  ///   - isOpenedStream: Whether the call is a stream that was opened.
  func end(
    _ result: Result<Int, BridgeError>, _ deadline: Deadline, isCancelled: Bool = Task.isCancelled,
    isOpenedStream: Bool = false
  ) {
    let isLate = deadline != .never && deadline <= .now
    counters.withLock { counters in
      counters.inFlight -= 1
      if isOpenedStream { counters.streams -= 1 }
      switch result {
      case .success(let size):
        counters.answered += 1
        counters.answerBytes += UInt64(size)
      case .failure(let error) where error.code == .cancelled && isCancelled: counters.cancelled += 1
      case .failure(let error) where error.code == .deadlineExceeded && isLate: counters.expired += 1
      case .failure: counters.failed += 1
      }
    }
  }
}

extension TransportCall {
  /// Sets the timeout for a deadline, before the call is sent.
  ///
  /// - Throws: `cancelled` if the task is cancelled, `deadlineExceeded` if the deadline has passed.
  mutating func setTimeout(until deadline: Deadline) throws(BridgeError) {
    if Task.isCancelled { throw .callerCancelled }
    guard deadline != .never else { return }
    let left = deadline.remaining(at: .now)
    guard left > 0 else { throw .noAnswerInTime }
    timeout = .nanoseconds(left)
  }
}

extension CallFormat {
  /// Returns the format for a transport: CBOR, unless the transport carries raw bytes.
  func adapted(to transport: any HostCallTransport) -> CallFormat {
    transport.carriesRawBytes ? self : with(requestEncoding: .cbor, responseEncoding: .cbor)
  }

  /// Encodes a call for a transport.
  func transportCall(_ value: C, limit: Int) throws(BridgeError) -> TransportCall {
    let named = try named()
    var call = TransportCall(
      wireName: named.name.text, request: try encodeRequest(value), isIdempotent: typeInfo.isIdempotent)
    guard call.request.count <= limit else { throw .tooLarge("request", size: call.request.count, limit: limit) }
    call.requestEncoding = request
    call.responseEncoding = response
    call.schema = named.schema
    return call
  }
}
