// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeError {
  /// Returns this error with the name of its call, unless it already has one.
  package func named(_ name: String) -> BridgeError {
    var error = self
    if error.wireName == nil { error.wireName = name }
    return error
  }

  // Errors without the name of their call, which the fast path avoids looking up.

  package static var bridgeClosed: BridgeError { BridgeError(code: .unavailable, message: "the bridge is closed") }

  package static var tooManyCalls: BridgeError {
    BridgeError(code: .resourceExhausted, message: "too many calls are in flight")
  }

  package static var callerCancelled: BridgeError {
    BridgeError(code: .cancelled, message: "the caller's task was cancelled")
  }

  package static var noAnswerInTime: BridgeError {
    BridgeError(code: .deadlineExceeded, message: "the host did not answer in time")
  }

  static var noAnswerOfFunctionInTime: BridgeError {
    BridgeError(code: .deadlineExceeded, message: "the core's function did not answer in time")
  }

  /// Returns the error of a stream of the core whose function sent nothing for too long.
  static func functionSilent(for limit: Duration) -> BridgeError {
    BridgeError(
      code: .deadlineExceeded, message: "the core's function has sent no item for \(limit), although it had credit")
  }

  package static var cancelledWaiting: BridgeError {
    BridgeError(code: .cancelled, message: "the caller's task was cancelled while too many other calls were in flight")
  }

  package static var expiredWaiting: BridgeError {
    BridgeError(
      code: .deadlineExceeded, message: "the deadline passed while too many other calls were in flight")
  }

  /// Returns the error of a call whose name has no handler.
  ///
  /// - Parameters:
  ///   - isOfOtherKind: Whether the name has a handler of the other kind.
  ///   - isOmitted: Whether the core has declared other calls, but not this one, which it could have declared.
  static func unimplemented(_ callID: UInt64, _ call: NamedCall, isOfOtherKind: Bool, isOmitted: Bool) -> BridgeError {
    let name = call.name.text
    let omission = isOmitted ? ", and the core has not declared it, so generated hosts may lack it" : ""
    let message =
      switch (call.kind, isOfOtherKind) {
      case (.call, false): "the host has registered no function named \"\(name)\"\(omission)"
      case (.call, true): "the host has registered \"\(name)\" as a stream, and it is called as a function"
      case (.stream, false): "the host has registered no stream named \"\(name)\"\(omission)"
      case (.stream, true): "the host has registered \"\(name)\" as a function, and it is called as a stream"
      case (.event, _): "\"\(name)\" is an event, which cannot be called"
      }
    return BridgeError(code: .unimplemented, message: message, wireName: name, callID: callID)
  }

  /// Returns the error of a stream whose host sent nothing for too long.
  static func silent(_ callID: UInt64, for limit: Duration) -> BridgeError {
    BridgeError(
      code: .deadlineExceeded, message: "the host has sent no item for \(limit), although it had credit", callID: callID
    )
  }

  package static func tooLarge(_ what: String, size: Int, limit: Int, callID: UInt64? = nil) -> BridgeError {
    BridgeError(
      code: .resourceExhausted, message: SizeMessage.tooLarge(what, size: size, limit: limit), callID: callID)
  }

  static var noThreadForQueuedCalls: BridgeError {
    BridgeError(
      code: .resourceExhausted,
      message: "too many calls are in flight, and the system has no thread for those that wait")
  }

  static var noMemoryForCall: BridgeError {
    BridgeError(code: .resourceExhausted, message: "there is no memory for another call in flight")
  }

  static var noMemoryForItem: BridgeError {
    BridgeError(code: .resourceExhausted, message: "there is no memory for an item in the host's queue")
  }

  static var senderCancelled: BridgeError {
    BridgeError(code: .cancelled, message: "the sender's task was cancelled while it waited for credit")
  }

  package static var streamEnded: BridgeError {
    BridgeError(code: .cancelled, message: "the stream has ended: its receiver gave it up, or the bridge ended it")
  }

  /// Returns the error of a call that ended without an answer.
  static func ended(_ callID: UInt64, _ ending: CallStateMachine.Ending) -> BridgeError {
    var error =
      switch ending {
      case .cancelled: callerCancelled
      case .expired: noAnswerInTime
      case .answered, .terminated, .closed:
        BridgeError(code: .unavailable, message: "the bridge was closed before the host answered")
      }
    error.callID = callID
    return error
  }

  /// Returns the error of a call whose answer was not copied.
  static func notCopied(
    _ outcome: Outcome, _ what: String = "answer", size: UInt, limit: Int, callID: UInt64
  ) -> BridgeError {
    if outcome == .tooLarge { return .tooLarge(what, size: Int(clamping: size), limit: limit, callID: callID) }
    return BridgeError(
      code: .resourceExhausted, message: SizeMessage.noMemory(for: what, size: size), callID: callID)
  }

  /// Returns the error of a call whose answer is not a response.
  static func answered(_ callID: UInt64, with outcome: Outcome, payload: RawSpan) -> BridgeError {
    // A byte that is not UTF-8 becomes three.
    guard HostMemory.isAvailable(outcome == .failure ? payload.byteCount : 3 * payload.byteCount) else {
      return .notCopied(.noMemory, size: UInt(payload.byteCount), limit: 0, callID: callID)
    }
    if outcome == .failure {
      return BridgeError(
        code: .failed, message: "the host answered with a failure", callID: callID,
        failure: unsafe payload.withUnsafeBytes { unsafe [UInt8]($0) })
    }
    // Repairs invalid UTF-8 with U+FFFD, since the message is only for people.
    let message = unsafe payload.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    if outcome == .cancelled {
      return BridgeError(
        code: .cancelled, message: message.isEmpty ? "the host cancelled the call" : message, callID: callID)
    }
    return BridgeError(code: outcome.code ?? .unknown, message: message, callID: callID)
  }
}
