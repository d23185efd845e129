extension HostBridge {
  /// Answers a call of the core's, for whatever host it has.
  ///
  /// The payload is copied into the call's slot, by `copy`, only if it is wanted.
  ///
  /// - Parameter isTask: Whether this runs in a task: the caller is resumed from here then, and goes on where tasks run.
  ///   On a thread of the host's, which runs no Swift task, that is left to the loop.
  func complete(
    _ callID: UInt64, _ outcome: Outcome, size: UInt, inTask isTask: Bool = false, _ copy: (CallSlot) -> Void
  ) throws(StatusError) {
    let call: PendingCall
    switch pending.claim(callID) {
    case .taken(let claimed): call = claimed
    case .closed: throw .closed
    case .unknownCall: throw .unknownCall(callID)
    }
    let limit = configuration.maximumPayloadSize
    let isTooLarge = size > UInt(limit)
    if isTooLarge { call.slot.setTooLarge(size) } else { copy(call.slot) }
    if pending.finishAnswer(call) == .resume {
      if isTask {
        let waiter = call.slot.takeWaiter()
        endUse(call.slot)
        // The caller may leave the slot at once.
        waiter.resume()
      } else {
        bridgeLoop.push(call.slot)
      }
    }
    if isTooLarge {
      throw StatusError(.resourceExhausted, "the payload has \(size) bytes; the limit is \(limit)")
    }
  }

  /// What the host may know of the call `callID`, if it is pending.
  func pendingCall(_ callID: UInt64) throws(StatusError) -> PendingCallInfo {
    if pending.isClosed { throw .closed }
    guard let info = pending.info(callID) else { throw .unknownCall(callID) }
    return info
  }
}
