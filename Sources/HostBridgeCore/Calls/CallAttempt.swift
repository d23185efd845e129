// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call that has a permit among those in flight and has not been made yet.
///
///     CallAttempt ──begin──► StartedCall ──decided──► DecidedCall ──take──► the response, or an error
///
/// Each step consumes the value that permits it, so none can be left out or repeated. `call`, `callEach`, `callBytes`
/// and transports all use these steps.
///
/// Each step takes the bridge as a parameter, because the caller retains it already: the values refer to it unretained,
/// and only for their `deinit`, so that a call counts no references.
@safe @usableFromInline
package struct CallAttempt: ~Copyable {
  private let storage: Unmanaged<BridgeStorage>

  private init(_ storage: BridgeStorage) {
    unsafe self.storage = Unmanaged.passUnretained(storage)
  }

  deinit { unsafe storage._withUnsafeGuaranteedRef { $0.releasePermit() } }

  /// Takes a permit; returns `nil` if none is free.
  ///
  /// - Parameter requestSize: The size of the request in bytes.
  /// - Throws: ``HostCallCode/resourceExhausted`` for a request over the size limit and ``HostCallCode/unavailable`` on
  ///   a closed bridge; neither is counted.
  @inline(__always)
  package static func admitted(_ storage: BridgeStorage, requestSize: Int) throws(BridgeError) -> CallAttempt? {
    guard requestSize <= storage.configuration.maximumPayloadSize else {
      throw .tooLarge("request", size: requestSize, limit: storage.configuration.maximumPayloadSize)
    }
    if storage.pending.isClosed { throw .bridgeClosed }
    return storage.pending.tryAcquirePermit() ? CallAttempt(storage) : nil
  }

  /// Takes a permit, waiting until one is free.
  ///
  /// - Throws: ``HostCallCode/resourceExhausted`` if calls must not wait; ``HostCallCode/deadlineExceeded``,
  ///   ``HostCallCode/cancelled`` or ``HostCallCode/unavailable`` if the wait ends without a permit.
  package static func waiting(
    _ storage: BridgeStorage, until deadline: Deadline
  ) async throws(BridgeError) -> CallAttempt {
    try await storage.waitForPermit(deadline)
    return CallAttempt(storage)
  }

  /// Gives the call its ID and runs the host's `invoke` on the current thread.
  ///
  /// - Parameters:
  ///   - target: The call's target.
  ///   - storage: The bridge.
  ///   - request: The encoded request, which the host reads in place.
  ///   - encodings: The encodings of request and response; `nil` for those of `target`.
  ///   - group: The batch that the call belongs to, or the ``StreamOpening`` if it is a stream, for which its caller
  ///     starts to wait as soon as `invoke` has returned; `nil` for a single call.
  /// - Throws: The reason why the host was not invoked, unless it is an ending that ``StartedCall`` reports.
  @inline(__always)
  package consuming func begin(
    _ target: CallTarget, on storage: BridgeStorage, request: UnsafeRawBufferPointer, deadline: Deadline,
    encodings: CallEncodings? = nil, group: CallWaiter? = nil
  ) throws(BridgeError) -> StartedCall {
    discard self
    return try unsafe StartedCall(
      storage.begin(
        target, encodings: encodings ?? target.encodings, request: request, deadline: deadline, group: group),
      storage)
  }

  /// Gives the call its ID and runs the host's `invoke`, with a request that is lent as a span.
  package consuming func begin(
    _ target: CallTarget, on storage: BridgeStorage, request: RawSpan, deadline: Deadline,
    encodings: CallEncodings? = nil, group: CallWaiter? = nil
  ) throws(BridgeError) -> StartedCall {
    var attempt: CallAttempt? = self
    return try unsafe request.withUnsafeBytes { bytes throws(BridgeError) in
      // The value is set above and taken once.
      try unsafe attempt.take()!.begin(
        target, on: storage, request: bytes, deadline: deadline, encodings: encodings, group: group)
    }
  }
}

/// A call whose `invoke` has returned, or which ended before `invoke` started.
@safe @usableFromInline
package struct StartedCall: ~Copyable {
  package let reference: CallReference
  private let storage: Unmanaged<BridgeStorage>

  fileprivate init(_ reference: CallReference, _ storage: BridgeStorage) {
    self.reference = reference
    unsafe self.storage = Unmanaged.passUnretained(storage)
  }

  deinit { unsafe storage._withUnsafeGuaranteedRef { $0.abandon(reference) } }

  /// Makes a call whose request and response cross as raw memory, if it can be made at once: the fast path.
  ///
  /// - Parameters:
  ///   - key: The key of the call's target.
  ///   - request: The memory of the request.
  ///   - responseSize: The size of a response in bytes.
  /// - Returns: `nil` if the call has to take the general path.
  /// - Throws: As ``CallAttempt/admitted(_:requestSize:)`` and
  ///   ``CallAttempt/begin(_:on:request:deadline:encodings:group:)``.
  @usableFromInline
  package static func onFastPath(
    _ storage: BridgeStorage, key: UInt, request: UnsafeRawBufferPointer, responseSize: Int, deadline: Deadline
  ) throws(BridgeError) -> StartedCall? {
    // Repeats `StartedCall.atOnce`: calling it would cost 36 more instructions for each call, a shared helper 11.
    var call: StartedCall?
    var failure: BridgeError?
    storage.targets.with(key) { target in
      guard target.rawRequestSize == request.count, target.rawResponseSize == responseSize else { return }
      do throws(BridgeError) {
        guard let attempt = try CallAttempt.admitted(storage, requestSize: request.count) else { return }
        call = try unsafe attempt.begin(target, on: storage, request: request, deadline: deadline)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return call
  }

  /// A Boolean value that indicates whether the host answered inside `invoke`.
  @usableFromInline
  package var isAnswered: Bool { reference.slot.isAnsweredInside(reference.id) }

  /// Continues without waiting; requires ``isAnswered``.
  @usableFromInline
  package consuming func answered(_ storage: BridgeStorage) -> DecidedCall {
    let reference = reference
    discard self
    return DecidedCall(reference, storage, holdsHandler: true)
  }

  /// Continues once the call has ended; suspends only if the host did not answer inside `invoke`.
  ///
  /// Cancelling the task ends the call.
  @inlinable @inline(__always)
  package consuming func decided(_ storage: BridgeStorage) async -> DecidedCall {
    // Inlined, so that a call that was answered inside `invoke` enters no further asynchronous function.
    isAnswered ? answered(storage) : await waited(storage)
  }

  /// Suspends until the call ends.
  @usableFromInline
  package consuming func waited(_ storage: BridgeStorage) async -> DecidedCall {
    let reference = reference
    discard self
    await storage.wait(for: reference)
    return DecidedCall(reference, storage, holdsHandler: false)
  }

  /// Continues as part of a batch, or as a stream; ``DecidedCall/init(of:_:)`` takes the outcome after the batch or the
  /// stream has ended.
  package consuming func inGroup() -> CallReference {
    let reference = reference
    discard self
    return reference
  }
}

/// A call that has ended and whose outcome has not been taken.
@safe @usableFromInline
package struct DecidedCall: ~Copyable {
  package let reference: CallReference
  private let holdsHandler: Bool
  private let storage: Unmanaged<BridgeStorage>

  @inline(__always)
  fileprivate init(_ reference: CallReference, _ storage: BridgeStorage, holdsHandler: Bool) {
    self.reference = reference
    self.holdsHandler = holdsHandler
    unsafe self.storage = Unmanaged.passUnretained(storage)
  }

  /// Creates the value for a call of a batch, or a stream, that has ended.
  package init(of reference: CallReference, _ storage: BridgeStorage) {
    self.init(reference, storage, holdsHandler: false)
  }

  deinit { unsafe storage._withUnsafeGuaranteedRef { $0.abandon(reference) } }

  /// Takes the outcome and leaves the call.
  ///
  /// - Parameters:
  ///   - runsUserCode: Whether `body` may run user code; if so, the handler is returned first.
  ///   - body: Reads the response in place.
  /// - Throws: The host's answer if it is not a response, the error of the ending, or the error of `body`.
  @inline(__always)
  package consuming func take<Response>(
    _ storage: BridgeStorage, runsUserCode: Bool, _ body: (RawSpan) throws(BridgeError) -> Response
  ) throws(BridgeError) -> Response {
    let reference = try taken(storage, runsUserCode: runsUserCode)
    defer { storage.leave(reference) }
    return try reference.slot.withAnswer(body)
  }

  /// Takes an outcome that is a response; the caller reads it and leaves the call.
  ///
  /// - Throws: The host's answer if it is not a response, or the error of the ending; the call is left.
  @inline(__always)
  consuming func taken(_ storage: BridgeStorage, runsUserCode: Bool) throws(BridgeError) -> CallReference {
    let (reference, holdsHandler) = (reference, holdsHandler)
    discard self
    if holdsHandler, runsUserCode { storage.returnHandler(of: reference.slot) }
    let slot = reference.slot
    guard holdsHandler || slot.isAnswered(reference.id) || slot.state(of: reference.id)?.ending == .answered,
      slot.outcome == .response
    else {
      throw storage.takeError(reference)
    }
    slot.countAnswered(slot.answerSize)
    return reference
  }

  /// Takes the outcome and copies a response into `memory` if the sizes match.
  ///
  /// - Returns: The size of the response in bytes.
  /// - Throws: The host's answer if it is not a response, or the error of the ending.
  @usableFromInline
  package consuming func take(
    _ storage: BridgeStorage, into memory: UnsafeMutableRawBufferPointer
  ) throws(BridgeError) -> Int {
    try take(storage, runsUserCode: false) { bytes throws(BridgeError) in
      unsafe bytes.withUnsafeBytes { bytes in
        if bytes.count == memory.count { unsafe memory.copyMemory(from: bytes) }
      }
      return bytes.byteCount
    }
  }
}
