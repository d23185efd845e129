// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
internal import HostCall

/// What is known of a call or a stream when it has ended.
struct ObservedCall {
  /// The side that observes the call.
  enum Side: String {
    case client
    case server
  }

  let side: Side
  let wireName: String
  var callID: UInt64?
  /// The code of the error; `nil` for a response.
  var code: HostCallCode?
  /// The message of the error.
  var message: String?
  var duration = Duration.zero
  var attempts = 1
  var requestSize: Int?
  var responseSize: Int?
  /// The number of elements, if this is a stream.
  var elements: Int?

  init(_ side: Side, _ wireName: String, callID: UInt64? = nil) {
    self.side = side
    self.wireName = wireName
    self.callID = callID
  }

  /// Takes an outcome over.
  mutating func end<C: HostCallable>(_ outcome: HostCallOutcome<C>, since start: ContinuousClock.Instant) {
    duration = start.duration(to: .now)
    attempts = outcome.attempts
    requestSize = outcome.requestSize ?? requestSize
    responseSize = outcome.responseSize
    if case .failure(let error) = outcome.result { fail(error) }
  }

  /// Takes the outcome of a handler over.
  mutating func end(_ outcome: HostBytesOutcome, since start: ContinuousClock.Instant) {
    duration = start.duration(to: .now)
    responseSize = outcome.responseSize
    elements = outcome.elements
    code = outcome.code
    switch outcome.answer {
    case .response: break
    case .failure: message = "the handler has answered with a failure"
    case .error(_, let text): message = text
    }
  }

  /// Takes the end of a stream over.
  mutating func end<Failure>(_ end: HostStreamEnd<Failure>, since start: ContinuousClock.Instant) {
    duration = start.duration(to: .now)
    elements = end.elements
    requestSize = end.requestSize
    responseSize = end.elementBytes
    switch end.ending {
    case .finished: break
    case .failed(let error): fail(error)
    case .givenUp:
      code = .cancelled
      message = "the receiver has given the stream up"
    }
  }

  mutating func fail<Failure>(_ error: HostCallError<Failure>) {
    code = error.code
    message = error.message
    callID = callID ?? error.callID
  }

  /// The outcome in metrics and logs: one of nineteen, `ok` or the name of the code.
  var outcome: String {
    guard let code else { return "ok" }
    return code.isGRPC || code == .failed ? code.description : "other"
  }
}
#endif
