// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Answers a call to the host, for a host in any language.
  ///
  /// If the answer wins, its bytes are copied into the call's slot and the caller is queued for its ``TaskThread``.
  /// Runs no user code.
  ///
  /// - Throws: The reason why the answer is refused.
  @inline(__always)
  func complete(
    _ callID: UInt64, with outcome: Outcome, _ start: UnsafeRawPointer?, count size: UInt
  ) throws(StatusError) {
    if pending.isClosed { throw .closed }
    guard let call = pending.claim(callID, isResponse: size != 0 && outcome == .response) else {
      throw size != 0 && outcome == .response && pending.isPendingStream(callID)
        ? StatusError(.invalidArgument, .streamHasNoPayload) : .unknownCall(callID)
    }
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
    throw isTooLarge
      ? .tooLarge("payload", size: size, limit: configuration.maximumPayloadSize) : .noMemory("payload", size)
  }

  /// Answers a call like ``complete(_:with:_:count:)``, with a Swift array.
  func complete(_ callID: UInt64, with outcome: Outcome, payload: [UInt8]) throws(StatusError) {
    try unsafe payload.span.bytes.withUnsafeBytes { bytes throws(StatusError) in
      try unsafe complete(callID, with: outcome, bytes.baseAddress, count: UInt(bytes.count))
    }
  }

  /// Reports an answer with an undefined outcome, which leaves its call pending.
  func reportInvalidOutcome(_ outcome: Outcome, _ callID: UInt64) {
    reports.report(.invalidOutcome) {
      guard pending.info(callID) != nil, let slot = pending.slots.find(callID) else { return nil }
      let name = slot.handler.flatMap { registry.name(of: $0) }
      return .invalidOutcome(outcome.rawValue, wireName: name, callID: callID)
    }
  }

  /// Fails every pending call, and every call that waits for a permit.
  ///
  /// - Parameters:
  ///   - code: One of gRPC's codes, 1 to 16.
  ///   - message: The message for the callers, in UTF-8.
  func failPending(_ code: HostCallCode, _ message: UnsafeRawBufferPointer) {
    let text = unsafe String(decoding: message, as: UTF8.self)
    // Newer calls continue: a caller that has just been failed may have made them.
    let newestID = pending.slots.newestID
    // Waiting calls come first, so that the permits of the failed calls do not go to them.
    pending.limiter.refuseAll(BridgeError(code: code, message: text), isFinal: false) {
      taskThread.resume($0)
    }
    pending.forEachPending(includesReserved: false) { call in
      if call.id <= newestID { unsafe fail(call, code, message) }
    }
  }

  /// Fails a call, if it has not ended.
  func fail(_ call: CallReference, _ code: HostCallCode, _ message: UnsafeRawBufferPointer) {
    guard pending.end(call, .terminated).copiesBytes else { return }
    _ = unsafe call.slot.setAnswer(.code(code), message)
    perform(pending.finish(call), on: call)
  }

  /// Returns what the host may know about the call `callID`.
  func pendingCall(_ callID: UInt64) throws(StatusError) -> PendingCallInfo {
    if pending.isClosed { throw .closed }
    guard let info = pending.info(callID) else { throw .unknownCall(callID) }
    return info
  }

  /// Returns the metadata of a pending call, which the host may know.
  func pendingMetadata(_ callID: UInt64) throws(StatusError) -> HostCallMetadata {
    if pending.isClosed { throw .closed }
    guard let metadata = pending.metadata(of: callID) else { throw .unknownCall(callID) }
    return metadata
  }
}
