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
  /// The time from the creation of this value until the end.
  private(set) var duration = Duration.zero
  var attempts = 1
  var requestSize: Int?
  var responseSize: Int?
  /// The number of elements, if this is a stream.
  var elements: Int?

  private let start = ContinuousClock.now

  init(_ side: Side, _ wireName: String, callID: UInt64? = nil) {
    self.side = side
    self.wireName = wireName
    self.callID = callID
  }

  /// Takes an outcome over.
  mutating func end<C: HostCallable>(_ outcome: HostCallOutcome<C>) {
    end()
    attempts = outcome.attempts
    requestSize = outcome.requestSize ?? requestSize
    responseSize = outcome.responseSize
    if case .failure(let error) = outcome.result { take(error) }
  }

  /// Takes the outcome of a handler over.
  mutating func end(_ outcome: HostBytesOutcome) {
    end()
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
  mutating func end<Failure>(_ stream: HostStreamEnd<Failure>) {
    end()
    elements = stream.elements
    requestSize = stream.requestSize
    responseSize = stream.elementBytes
    switch stream.ending {
    case .finished: break
    case .failed(let error): take(error)
    case .givenUp:
      code = .cancelled
      message = "the receiver has given the stream up"
    }
  }

  /// Takes the error of a stream that was not opened over.
  mutating func end<Failure>(_ error: HostCallError<Failure>) {
    end()
    take(error)
  }

  private mutating func end() { duration = start.duration(to: .now) }

  private mutating func take<Failure>(_ error: HostCallError<Failure>) {
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
