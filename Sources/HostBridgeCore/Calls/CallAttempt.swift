/// A call to the host that has a place among those in flight, and is made once or not at all.
///
///     CallAttempt ──begin──► StartedCall ──decided──► DecidedCall ──take──► the response, or an error
///
/// Each step consumes the value that allows it, so none can be left out or done twice. `call`, `callEach`, `callBytes` and
/// transports all go this way, and no other.
@safe @usableFromInline
package struct CallAttempt: ~Copyable {
  private let storage: Unmanaged<BridgeStorage>

  private init(_ storage: BridgeStorage) {
    unsafe self.storage = Unmanaged.passUnretained(storage)
  }

  deinit { unsafe storage._withUnsafeGuaranteedRef { $0.leavePlace() } }

  /// Takes a place, if there is one.
  ///
  /// - Parameter requestSize: How many bytes the request has.
  /// - Throws: ``HostCallCode/resourceExhausted`` for a request over the size limit and ``HostCallCode/unavailable`` on a
  ///   closed bridge, before anything is counted.
  @inline(__always)
  package static func admitted(_ storage: BridgeStorage, requestSize: Int) throws(BridgeError) -> CallAttempt? {
    guard requestSize <= storage.configuration.maximumPayloadSize else {
      throw .tooLarge("request", requestSize, limit: storage.configuration.maximumPayloadSize)
    }
    if storage.pending.isClosed { throw .bridgeClosed }
    return storage.pending.enter() ? CallAttempt(storage) : nil
  }

  /// Takes a place, and waits for it where all are taken.
  ///
  /// - Throws: ``HostCallCode/resourceExhausted`` where calls must not wait, ``HostCallCode/deadlineExceeded``,
  ///   ``HostCallCode/cancelled`` and ``HostCallCode/unavailable`` where the waiting ends without a place.
  package static func waiting(
    _ storage: BridgeStorage, until deadline: Deadline
  ) async throws(BridgeError) -> CallAttempt {
    try await storage.waitForPlace(deadline)
    return CallAttempt(storage)
  }

  /// Gives the call its ID, and invokes the host's function on this thread.
  ///
  /// - Parameters:
  ///   - site: What is called.
  ///   - request: The encoded request, which the host reads where it is.
  ///   - encodings: How it and the response are encoded; nil for what `site` says.
  ///   - batch: The batch that the call belongs to: its caller waits as soon as `invoke` has returned. Nil for one that is
  ///     waited for by itself.
  /// - Throws: Why the host was not invoked, but for endings that ``StartedCall`` tells.
  @inline(__always)
  package consuming func begin(
    _ storage: BridgeStorage, _ site: CallSite, _ request: UnsafeRawBufferPointer, _ deadline: Deadline,
    encodings: CallEncodings? = nil, batch: BatchWaiter? = nil
  ) throws(BridgeError) -> StartedCall {
    discard self
    return try unsafe StartedCall(storage.begin(site, encodings ?? site.encodings, request, deadline, batch), storage)
  }
}

/// A call whose `invoke` has returned, or that ended before it started.
@safe @usableFromInline
package struct StartedCall: ~Copyable {
  package let reference: CallReference
  private let storage: Unmanaged<BridgeStorage>

  fileprivate init(_ reference: CallReference, _ storage: BridgeStorage) {
    self.reference = reference
    unsafe self.storage = Unmanaged.passUnretained(storage)
  }

  deinit { unsafe storage._withUnsafeGuaranteedRef { $0.abandon(reference) } }

  /// Makes a call whose request and response cross as the memory of their values, if there is a place and nothing else is
  /// to be found out: what is usual for such calls, without a step that could be left out.
  ///
  /// - Parameters:
  ///   - key: The key of the call's site.
  ///   - request: The memory of the request.
  ///   - responseSize: How many bytes the memory of a response has.
  /// - Returns: Nil if the call has to go the long way.
  /// - Throws: As ``CallAttempt/begin(_:_:_:_:encodings:batch:)``.
  @usableFromInline
  package static func usual(
    _ storage: BridgeStorage, _ key: UInt, _ request: UnsafeRawBufferPointer, responseSize: Int, _ deadline: Deadline
  ) throws(BridgeError) -> StartedCall? {
    var call: StartedCall?
    var failure: BridgeError?
    storage.sites.with(key) { site in
      guard site.requestMemory == request.count, site.responseMemory == responseSize else { return }
      do throws(BridgeError) {
        guard let attempt = try CallAttempt.admitted(storage, requestSize: request.count) else { return }
        call = try unsafe attempt.begin(storage, site, request, deadline)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return call
  }

  /// Whether the host has answered inside `invoke`, so that nothing is to be waited for.
  @usableFromInline
  package var isAnswered: Bool { reference.slot.isAnsweredInside(reference.id) }

  /// Goes on without waiting; for a call that ``isAnswered``.
  @usableFromInline
  package consuming func answered(_ storage: BridgeStorage) -> DecidedCall {
    let reference = reference
    discard self
    return DecidedCall(reference, storage, holdsHandler: true)
  }

  /// Suspends until the call has ended.
  ///
  /// Cancelling the task ends it.
  @usableFromInline
  package consuming func decided(_ storage: BridgeStorage) async -> DecidedCall {
    let reference = reference
    discard self
    await storage.wait(for: reference)
    return DecidedCall(reference, storage, holdsHandler: false)
  }

  /// Goes on as one call of a batch, whose outcome is taken from ``DecidedCall/init(of:_:)`` once the batch has ended.
  package consuming func inBatch() -> CallReference {
    let reference = reference
    discard self
    return reference
  }
}

/// A call that has ended, and whose outcome is to be taken.
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

  /// A call of a batch that has ended.
  package init(of reference: CallReference, _ storage: BridgeStorage) {
    self.init(reference, storage, holdsHandler: false)
  }

  deinit { unsafe storage._withUnsafeGuaranteedRef { $0.abandon(reference) } }

  /// Takes the outcome, and leaves the call.
  ///
  /// - Parameters:
  ///   - runsUserCode: Whether `body` may run code of users, during which the handler must not be held.
  ///   - body: Reads the response, where it lies.
  /// - Throws: What the host answered instead of a response, how the call ended otherwise, and what `body` throws.
  @inline(__always)
  package consuming func take<Response>(
    _ storage: BridgeStorage, runsUserCode: Bool, _ body: (RawSpan) throws(BridgeError) -> Response
  ) throws(BridgeError) -> Response {
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
    defer { storage.leave(reference) }
    return try slot.withAnswer(body)
  }

  /// Takes the outcome, and copies a response into `memory` if it has exactly as many bytes.
  ///
  /// - Returns: How many bytes the response has.
  /// - Throws: What the host answered instead of a response, and how the call ended otherwise.
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
