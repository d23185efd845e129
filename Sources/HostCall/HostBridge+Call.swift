public import HostBridgeCore

extension HostBridge {
  /// Calls a function of the host.
  ///
  ///     let profile = try await bridge.call(FetchProfile(userID: 7), timeout: .seconds(2))
  ///
  /// The host's function is invoked on the calling thread. If it answers before it returns, so does this, without
  /// suspending. Cancelling the task ends the call at once; the host is told, and its answer is dropped.
  ///
  /// - Parameters:
  ///   - request: What is asked; it names the call, its response and its failure by its type.
  ///   - timeout: How long to wait at most, counted from now; nil, the default, to wait for as long as it takes. Zero
  ///     and less is over before the host is called.
  /// - Returns: The response.
  /// - Throws: An error whose code is ``HostCallCode/failed`` with the typed failure, ``HostCallCode/unknown`` or
  ///   another code with the host's message, ``HostCallCode/unimplemented`` if the host has not registered the call,
  ///   ``HostCallCode/deadlineExceeded``, ``HostCallCode/cancelled``, ``HostCallCode/unavailable`` if the bridge is
  ///   closed, ``HostCallCode/resourceExhausted`` if the request or the answer is too large, or too many calls are
  ///   in flight and may not wait (``HostBridgeConfiguration/overloadPolicy``),
  ///   ``HostCallCode/invalidArgument`` if the request can't be encoded or the call has no valid wire name, and
  ///   ``HostCallCode/internal`` if the answer does not decode, or is a failure that the call does not declare.
  @inlinable
  public func call<C: HostCallable>(
    _ request: C, timeout: Duration? = nil
  ) async throws(HostCallError<C.Failure>) -> C.Response {
    // Inlined into its callers, where the types are known: a call of plain types then looks up no generic type, and costs
    // a third (the benchmark `call.inline.raw`).
    do throws(BridgeError) {
      let deadline = storage.deadline(after: timeout)
      if let call = try start(request, deadline) {
        let decided = call.isAnswered ? call.answered(storage) : await call.decided(storage)
        return try memory(of: decided, C.self)
      }
      return try await callEncoded(request, deadline)
    } catch {
      throw callError(error, C.self)
    }
  }

  /// Starts a call whose request and response cross as their memory; nil if it has to go the long way.
  @inlinable @inline(__always)
  func start<C: HostCallable>(_ request: C, _ deadline: Deadline) throws(BridgeError) -> StartedCall? {
    let key = Self.key(of: C.self)
    var call: StartedCall?
    try unsafe withUnsafeBytes(of: request) { bytes throws(BridgeError) in
      call = try unsafe StartedCall.usual(
        storage, key, bytes, responseSize: MemoryLayout<C.Response>.size, deadline)
    }
    return call
  }

  /// The key of the site of calls of `type`, encoded as the bridge has it.
  @inlinable @inline(__always)
  static func key<C: HostCallable>(of type: C.Type) -> UInt { UInt(bitPattern: ObjectIdentifier(type)) | 4 }

  /// Takes a response that crosses as its memory.
  @inlinable @inline(__always)
  func memory<C: HostCallable>(of call: consuming DecidedCall, _ type: C.Type) throws(BridgeError) -> C.Response {
    var call: DecidedCall? = call
    return try unsafe withUnsafeTemporaryAllocation(of: C.Response.self, capacity: 1) { memory throws(BridgeError) in
      // It is there, and is used once.
      let size = try unsafe call.take()!.take(storage, into: UnsafeMutableRawBufferPointer(memory))
      guard size == MemoryLayout<C.Response>.size else { throw wrongSize(size, type) }
      return unsafe memory[0]
    }
  }
}

// What is not inlined.
extension HostBridge {
  /// Makes a call whose request or response has to be encoded, whose site has to be found, or which has to wait for a place.
  @usableFromInline
  func callEncoded<C: HostCallable>(_ request: C, _ deadline: Deadline) async throws(BridgeError) -> C.Response {
    let site = try site(of: C.self)
    let call = try await start(request, site, deadline)
    let decided = call.isAnswered ? call.answered(storage) : await call.decided(storage)
    return try response(of: decided, C.self)
  }

  /// What is known about calls of `type` on this bridge.
  ///
  /// - Throws: Why such a call can't be made, whatever its values.
  @usableFromInline
  func site<C: HostCallable>(of type: C.Type) throws(BridgeError) -> CallSite {
    if let site = storage.site(Self.key(of: type)) { return site }
    let format = CallFormat(type, configuration)
    try format.check()
    let descriptor = format.descriptor
    return storage.addSite(
      Self.key(of: type), try format.named(), format.encodings,
      requestMemory: format.request == .raw && descriptor.request.bools.isEmpty ? descriptor.request.size : -1,
      responseMemory: format.response == .raw && descriptor.response.bools.isEmpty ? descriptor.response.size : -1,
      typeInfo: descriptor)
  }

  /// Starts a call, once it has a place.
  private func start<C: HostCallable>(
    _ request: C, _ site: CallSite, _ deadline: Deadline
  ) async throws(BridgeError) -> StartedCall {
    var call: StartedCall?
    var waiting: [UInt8] = []
    var failure: BridgeError?
    try CallFormat<C>(site, limit: configuration.maximumPayloadSize).withEncoded(request) { bytes in
      do throws(BridgeError) {
        // The host reads the request where it was written, if there is a place.
        if let attempt = try CallAttempt.admitted(storage, requestSize: bytes.byteCount) {
          call = try begin(attempt, site, bytes, deadline)
        } else {
          waiting = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if let call = call.take() { return call }
    return try storage.begin(
      await CallAttempt.waiting(storage, until: deadline), site, site.encodings, waiting, deadline)
  }

  private func begin(
    _ attempt: consuming CallAttempt, _ site: CallSite, _ request: RawSpan, _ deadline: Deadline
  ) throws(BridgeError) -> StartedCall {
    var attempt: CallAttempt? = attempt
    return try unsafe request.withUnsafeBytes { bytes throws(BridgeError) in
      // It is there, and is used once.
      try unsafe attempt.take()!.begin(storage, site, bytes, deadline)
    }
  }

  /// Takes a response, and decodes it.
  @usableFromInline
  func response<C: HostCallable>(of call: consuming DecidedCall, _ type: C.Type) throws(BridgeError) -> C.Response {
    let id = call.reference.id
    return try call.take(storage, runsUserCode: true) { bytes throws(BridgeError) in
      try CallFormat(type, configuration).decodeResponse(bytes, of: id)
    }
  }

  @usableFromInline
  func wrongSize<C: HostCallable>(_ size: Int, _ type: C.Type) -> BridgeError {
    CallFormat(type, configuration).undecodable(
      PlainDataError.wrongSize(size, C.Response.self, MemoryLayout<C.Response>.size), of: nil)
  }

  /// The typed error of a call.
  @usableFromInline
  func callError<C: HostCallable>(_ error: BridgeError, _ type: C.Type) -> HostCallError<C.Failure> {
    CallFormat(type, configuration).callError(error)
  }
}
