extension BridgeStorage {
  /// Answers a call of the core's, for whatever host it has.
  ///
  /// The bytes are copied into the call's slot if the answer wins, and its caller is resumed. Runs no code of users.
  ///
  /// - Throws: Why the answer is refused.
  @inline(__always)
  func complete(
    _ callID: UInt64, _ outcome: Outcome, _ start: UnsafeRawPointer?, _ size: UInt
  ) throws(StatusError) {
    if pending.isClosed { throw .closed }
    guard let call = pending.claim(callID) else { throw .unknownCall(callID) }
    reach(.answerClaimed)
    let isTooLarge = size > UInt(configuration.maximumPayloadSize)
    var isCopied = false
    if isTooLarge {
      call.slot.setOutcome(.tooLarge, Int(clamping: size))
    } else {
      isCopied = unsafe call.slot.setAnswer(outcome, UnsafeRawBufferPointer(start: start, count: Int(size)))
    }
    perform(pending.finish(call), on: call)
    guard !isCopied else { return }
    throw isTooLarge ? .tooLarge("payload", size, limit: configuration.maximumPayloadSize) : .noMemory("payload", size)
  }

  /// As ``complete(_:_:_:_:)``, for an answer in Swift.
  func complete(_ callID: UInt64, _ outcome: Outcome, _ payload: [UInt8]) throws(StatusError) {
    try unsafe payload.span.bytes.withUnsafeBytes { bytes throws(StatusError) in
      try unsafe complete(callID, outcome, bytes.baseAddress, UInt(bytes.count))
    }
  }

  /// Tells the core of a host that answers with what is no outcome, as its call will not end by that.
  func reportInvalidOutcome(_ outcome: Outcome, _ callID: UInt64) {
    reports.report(.invalidOutcome) {
      guard pending.info(callID) != nil, let slot = pending.slots.find(callID) else { return nil }
      let name = slot.handler.flatMap { registry.name(of: $0) }
      return .invalidOutcome(outcome.rawValue, wireName: name, callID: callID)
    }
  }

  /// Ends every call that is pending, and every one that waits for its turn, with an error.
  ///
  /// - Parameters:
  ///   - code: One of gRPC's, 1 to 16.
  ///   - message: What the callers are told, in UTF-8.
  func failPending(_ code: HostCallCode, _ message: UnsafeRawBufferPointer) {
    let text = unsafe String(decoding: message, as: UTF8.self)
    // A call that is made from here on goes on: a caller that has been failed may have made it.
    let newestID = pending.slots.newestID
    // The turns before the calls, whose places must not go to turns that are failed as well.
    pending.limiter.refuseAll(BridgeError(code: code, message: text), isFinal: false) {
      taskThread.resume($0)
    }
    pending.forEachUnended(includesReserved: false) { call in
      guard call.id <= newestID, pending.end(call, .failed).copiesBytes else { return }
      _ = unsafe call.slot.setAnswer(.code(code), message)
      perform(pending.finish(call), on: call)
    }
  }

  /// What the host may know of the call `callID`, if it is pending.
  func pendingCall(_ callID: UInt64) throws(StatusError) -> PendingCallInfo {
    if pending.isClosed { throw .closed }
    guard let info = pending.info(callID) else { throw .unknownCall(callID) }
    return info
  }
}
