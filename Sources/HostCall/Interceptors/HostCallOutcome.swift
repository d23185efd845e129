// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// The outcome of a call for its interceptors.
///
/// Thread safety: a value.
public struct HostCallOutcome<C: HostCallable>: Sendable {
  /// The response, or the error of the call.
  ///
  /// At a handler's interceptors, the error has the code, the message and the failure that the handler answers with.
  public let result: Result<C.Response, HostCallError<C.Failure>>
  /// The size of the encoded request in bytes; `nil` if it was not encoded.
  public let requestSize: Int?
  /// The size of the encoded response or failure in bytes; `nil` without either.
  public let responseSize: Int?
  /// The number of the call on its bridge, as of its last attempt; `nil` for one that the host has not received, over
  /// another transport, and for an outcome that an interceptor has created.
  public let callID: UInt64?
  /// The time from the beginning of the call, or of its last attempt, until its end; at a handler's interceptors, the
  /// time in which the handler ran.
  ///
  /// Zero for an outcome that an interceptor has created, until it reaches the next outer interceptor of a handler:
  /// that one receives the time in which the other ran.
  public let duration: Duration
  /// How often the call has been made: more than 1 if an interceptor or a transport has repeated it, as `GRPCTransport`
  /// repeats idempotent calls; 0 for an outcome that an interceptor has created, until it reaches the next outer
  /// interceptor of a handler, whose outcomes always have 1.
  public let attempts: Int

  /// The answer of a handler, or of one of its interceptors once another receives it; `nil` otherwise.
  let answer: BridgeAnswer?

  /// Creates an outcome, for an interceptor that does not return that of `next`.
  ///
  /// - Parameter result: The response, or the error of the call.
  public init(_ result: Result<C.Response, HostCallError<C.Failure>>) {
    self.init(result, CallMeasurements(), duration: .zero, attempts: 0)
  }

  init(
    _ result: Result<C.Response, HostCallError<C.Failure>>, _ measured: CallMeasurements, duration: Duration,
    attempts: Int,
    answer: BridgeAnswer? = nil
  ) {
    self.result = result
    requestSize = measured.request
    responseSize = measured.response
    callID = measured.callID
    self.duration = duration
    self.attempts = attempts
    self.answer = answer
  }

  /// The kind of the error; `nil` for a response.
  public var code: HostCallCode? {
    if case .failure(let error) = result { error.code } else { nil }
  }
}
