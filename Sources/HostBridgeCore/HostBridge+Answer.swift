extension HostBridge {
  /// Answers a call of the core's, for whatever host it has. The payload is copied, by `copy`, only if it is wanted.
  func complete(
    _ callID: UInt64, _ outcome: Outcome, size: UInt, _ copy: () -> [UInt8]
  ) throws(StatusError) {
    switch pending.isAnswerable(callID) {
    case .yes: break
    case .closed: throw .closed
    case .unknownCall: throw .unknownCall(callID)
    }
    let limit = configuration.maximumPayloadSize
    let isTooLarge = size > UInt(limit)
    let payload = isTooLarge ? [] : copy()
    // Before the table's lock, under which the answer gets no more than the name of its call.
    let meaning: Result<[UInt8], BridgeError> =
      isTooLarge
      ? .failure(.tooLarge("answer", Int(clamping: size), limit: limit, nil, callID: callID))
      : outcome.meaning(of: payload)
    let result = pending.answer(callID, size: payload.count) { call in meaning.mapError { $0.of(call) } }
    switch result {
    case .accepted(let effect): perform(effect)
    case .closed: throw .closed
    case .unknownCall: throw .unknownCall(callID)
    }
    if isTooLarge {
      throw StatusError(.resourceExhausted, "the payload has \(size) bytes; the limit is \(limit)")
    }
  }

  /// The call `callID`, if it is pending.
  func pendingCall(_ callID: UInt64) throws(StatusError) -> PendingCall {
    let (call, isClosed) = pending.pendingCall(callID)
    if isClosed { throw .closed }
    guard let call else { throw .unknownCall(callID) }
    return call
  }
}
