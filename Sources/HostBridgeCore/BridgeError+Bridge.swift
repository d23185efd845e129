extension BridgeError {
  package static func bridgeClosed(_ wireName: String?) -> BridgeError {
    BridgeError(code: .unavailable, message: "the bridge is closed", wireName: wireName)
  }

  /// The same error, of `call`.
  func of(_ call: PendingCall) -> BridgeError {
    var error = self
    error.wireName = call.wireName.text
    error.callID = call.id
    return error
  }

  static func closed(_ call: PendingCall) -> BridgeError {
    BridgeError(
      code: .unavailable, message: "the bridge was closed before the host answered", wireName: call.wireName.text,
      callID: call.id)
  }

  static func expired(_ call: PendingCall) -> BridgeError {
    BridgeError(
      code: .deadlineExceeded, message: "the host did not answer in time", wireName: call.wireName.text,
      callID: call.id)
  }

  static func cancelled(_ call: PendingCall) -> BridgeError {
    BridgeError(
      code: .cancelled, message: "the caller's task was cancelled", wireName: call.wireName.text, callID: call.id)
  }

  // Of a call that has no ID yet, since it waits for its turn.

  static func tooManyCalls(_ wireName: String) -> BridgeError {
    BridgeError(code: .resourceExhausted, message: "too many calls are in flight", wireName: wireName)
  }

  static func cancelled(_ wireName: String) -> BridgeError {
    BridgeError(
      code: .cancelled, message: "the caller's task was cancelled while the call waited for its turn",
      wireName: wireName)
  }

  static func expired(_ wireName: String) -> BridgeError {
    BridgeError(
      code: .deadlineExceeded, message: "too many calls were in flight for this one to have its turn in time",
      wireName: wireName)
  }

  static func unimplemented(_ call: PendingCall) -> BridgeError {
    BridgeError(
      code: .unimplemented, message: "the host has registered no function named \"\(call.wireName.text)\"",
      wireName: call.wireName.text, callID: call.id)
  }

  static func tooLarge(_ what: String, _ size: Int, limit: Int, _ wireName: String?, callID: UInt64?) -> BridgeError {
    BridgeError(
      code: .resourceExhausted, message: "the \(what) has \(size) bytes; the limit is \(limit)", wireName: wireName,
      callID: callID)
  }
}
