// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Calls a function of the host.
  ///
  ///     let profile = try await bridge.call(FetchProfile(userID: 7), timeout: .seconds(2))
  ///
  /// The host's function runs on the calling thread. If it answers before it returns, the call does not suspend.
  /// Cancelling the task ends the call at once: the host is notified, and its later answer is refused.
  ///
  /// - Parameters:
  ///   - request: The request, whose type determines the wire name, the response and the failure.
  ///   - timeout: The maximum time to wait, from now; `nil`, the default, for no limit except the deadline of the call
  ///     that the task answers. With zero or less, the call ends with `deadlineExceeded`, and the host
  ///     never receives it.
  /// - Returns: The response.
  /// - Throws: An error with code ``HostCallCode/failed`` and the typed failure, ``HostCallCode/unknown`` or another
  ///   code with the host's message, ``HostCallCode/unimplemented`` if the host has not registered the call,
  ///   ``HostCallCode/deadlineExceeded``, ``HostCallCode/cancelled``, ``HostCallCode/unavailable`` if the bridge is
  ///   closed, ``HostCallCode/resourceExhausted`` if the request or the answer is too large, or too many calls are in
  ///   flight and calls must not wait (``HostBridgeConfiguration/overloadPolicy``), ``HostCallCode/invalidArgument`` if
  ///   the request cannot be encoded or the call has no valid wire name, ``HostCallCode/failedPrecondition`` if the
  ///   handler has another schema, and ``HostCallCode/internal`` if the answer
  ///   cannot be decoded or is a failure that the call does not declare.
  @inlinable
  public func call<C: HostCallable>(
    _ request: C, timeout: Duration? = nil
  ) async throws(HostCallError<C.Failure>) -> C.Response {
    // Inlinable so that callers specialize it: without generic metadata, a call of plain types costs a third of what
    // it does with it (the benchmark `call.inline.raw`).
    do throws(BridgeError) {
      let deadline = storage.deadline(after: timeout)
      if let call = try start(request, deadline) {
        let decided = await call.decided(storage)
        return try rawResponse(of: decided, C.self)
      }
      return try await callEncoded(request, deadline)
    } catch {
      throw callError(error, C.self)
    }
  }

  /// Starts a call whose request and response are raw memory; returns `nil` if it has to take the general path.
  @inlinable @inline(__always)
  func start<C: HostCallable>(_ request: C, _ deadline: Deadline) throws(BridgeError) -> StartedCall? {
    let key = Self.key(of: C.self)
    var call: StartedCall?
    try unsafe withUnsafeBytes(of: request) { bytes throws(BridgeError) in
      call = try unsafe StartedCall.onFastPath(
        storage, key: key, request: bytes, responseSize: MemoryLayout<C.Response>.size, deadline: deadline)
    }
    return call
  }

  /// Returns the key of the target for calls of `type` in the bridge's own encodings: the type's address with bit 2
  /// set, which addresses and keys for stated encodings do not have.
  @inlinable @inline(__always)
  static func key<C: HostRequest>(of type: C.Type) -> UInt { UInt(bitPattern: ObjectIdentifier(type)) | 4 }

  /// Takes a response of raw memory.
  @inlinable @inline(__always)
  func rawResponse<C: HostCallable>(of call: consuming DecidedCall, _ type: C.Type) throws(BridgeError) -> C.Response {
    var call: DecidedCall? = call
    return try unsafe withUnsafeTemporaryAllocation(of: C.Response.self, capacity: 1) { memory throws(BridgeError) in
      // `call` is set above and taken only here.
      let size = try unsafe call.take()!.take(storage, into: UnsafeMutableRawBufferPointer(memory))
      guard size == MemoryLayout<C.Response>.size else { throw wrongSize(size, type) }
      return unsafe memory[0]
    }
  }
}

// The parts that are not inlinable.
extension HostBridge {
  /// Makes a call on the general path: it needs encoding, interceptors, a new target, or a wait for a permit.
  @usableFromInline
  func callEncoded<C: HostCallable>(_ request: C, _ deadline: Deadline) async throws(BridgeError) -> C.Response {
    let target = try target(of: C.self)
    if target.isIntercepted { return try await callIntercepted(request, to: target, deadline) }
    let call = try await start(request, to: target, deadline: deadline)
    let decided = await call.decided(storage)
    return try response(of: decided, C.self, to: target)
  }

  /// Returns the target for calls of `type`, creating it for the first call.
  ///
  /// - Throws: An error with the reason if no such call can be made, regardless of its values.
  @usableFromInline
  func target<C: HostRequest>(of type: C.Type) throws(BridgeError) -> CallTarget {
    if let target = storage.target(Self.key(of: type)) { return target }
    let format = CallFormat(type, configuration)
    let typeInfo = format.typeInfo
    return storage.addTarget(
      Self.key(of: type), for: try format.named(), encodings: format.encodings,
      rawRequestSize: format.request == .raw && typeInfo.request.bools.isEmpty ? typeInfo.request.size : -1,
      rawResponseSize: format.response == .raw && typeInfo.response.bools.isEmpty ? typeInfo.response.size : -1,
      isIntercepted: !configuration.callInterceptors.isEmpty, typeInfo: typeInfo)
  }

  /// Starts a call, after waiting for a permit if necessary.
  private func start<C: HostCallable>(
    _ request: C, to target: CallTarget, deadline: Deadline
  ) async throws(BridgeError) -> StartedCall {
    var call: StartedCall?
    var waiting: [UInt8] = []
    var failure: BridgeError?
    try CallFormat<C>(target, limit: configuration.maximumPayloadSize).withEncoded(request) { bytes in
      do throws(BridgeError) {
        // If a permit is free, the host reads the request from the encoding buffer.
        if let attempt = try CallAttempt.admitted(storage, requestSize: bytes.byteCount) {
          call = try attempt.begin(target, on: storage, request: bytes, deadline: deadline)
        } else {
          waiting = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if let call = call.take() { return call }
    let attempt = try await CallAttempt.waiting(storage, until: deadline)
    return try unsafe attempt.begin(target, on: storage, request: waiting.span.bytes, deadline: deadline)
  }

  /// Takes a response and decodes it.
  ///
  /// - Parameter target: The call's target; `nil` if it is not at hand.
  @usableFromInline
  func response<C: HostCallable>(
    of call: consuming DecidedCall, _ type: C.Type, to target: CallTarget?
  ) throws(BridgeError) -> C.Response {
    let id = call.reference.id
    return try call.take(storage, runsUserCode: true) { bytes throws(BridgeError) in
      // Not an optional format: its generic metadata would be looked up for each call.
      guard let target else { return try CallFormat(type, configuration).decodeResponse(bytes, of: id) }
      return try CallFormat<C>(target, limit: configuration.maximumPayloadSize).decodeResponse(bytes, of: id)
    }
  }

  @usableFromInline
  func wrongSize<C: HostCallable>(_ size: Int, _ type: C.Type) -> BridgeError {
    CallFormat(type, configuration).undecodable(
      PlainDataError.wrongSize(size, for: C.Response.self, expected: MemoryLayout<C.Response>.size), of: nil)
  }

  /// Returns the typed error of a call.
  @usableFromInline
  func callError<C: HostCallable>(_ error: BridgeError, _ type: C.Type) -> HostCallError<C.Failure> {
    CallFormat(type, configuration).callError(error)
  }
}
