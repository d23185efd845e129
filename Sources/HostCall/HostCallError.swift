// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// The error of a call that did not get its response.
///
/// A handler answers with the failure that its call declares by throwing `HostCallError(failure:)`.
///
/// Thread safety: a value.
public struct HostCallError<Failure: Error & Codable & Sendable>: Error, Sendable {
  /// The kind of an error; an open type, so a `switch` needs a `default`.
  public typealias Code = HostCallCode

  /// The kind of the error.
  public var code: Code
  /// A description of what happened, or the host's own error message.
  public var message: String
  /// The wire name of the call.
  public var wireName: String
  /// The call's ID on its bridge, from 1; `nil` if the call did not get one.
  public var callID: UInt64?
  /// The failure that the handler answered with, if `code` is `failed`.
  public var failure: Failure?
  /// A Boolean value that indicates whether a bridge or client threw this error, as opposed to code that created it.
  ///
  /// A handler that throws such an error has not chosen it as its answer: see `CallFormat.answer(error:)`.
  private(set) var isOfCall = false

  /// Creates an error, for a handler to throw or a test to compare with.
  ///
  /// - Parameters:
  ///   - code: The kind of the error.
  ///   - message: A description of what happened.
  ///   - wireName: The wire name of the call.
  ///   - callID: The call's ID on its bridge.
  ///   - failure: The declared failure, if `code` is `failed`.
  public init(
    code: Code, message: String, wireName: String = "", callID: UInt64? = nil, failure: Failure? = nil
  ) {
    self.code = code
    self.message = message
    self.wireName = wireName
    self.callID = callID
    self.failure = failure
  }

  /// Creates an error with the code `failed` and the failure that the call declares, for a handler to throw.
  ///
  ///     guard let profile = profiles[userID] else { throw HostCallError(failure: .notFound(userID: userID)) }
  ///
  /// - Parameters:
  ///   - failure: The failure, which the caller receives in ``failure``.
  ///   - message: A description for people, which does not cross.
  public init(failure: Failure, message: String = "the handler answered with a failure") {
    self.init(code: .failed, message: message, failure: failure)
  }
}

extension HostCallError: CustomStringConvertible {
  /// One line with the code, the call, the message, and the failure if there is one.
  public var description: String {
    var text = code.description(of: message, wireName: wireName.isEmpty ? nil : wireName, callID: callID)
    if let failure { text += ": \(failure)" }
    return text
  }
}

extension HostCallError {
  /// Creates the error of a call from a bridge's error without a failure, or with one that could not be decoded.
  package init(_ error: BridgeError) {
    self.init(code: error.code, message: error.message, wireName: error.wireName ?? "", callID: error.callID)
    isOfCall = true
  }

  /// Returns the error as one that a handler has chosen as its answer.
  func answered() -> HostCallError {
    var error = self
    error.isOfCall = false
    return error
  }

  /// Returns the error that a call to `wireName` throws, if an interceptor may have created this one.
  func thrown(byCallTo wireName: String) -> HostCallError {
    var error = self
    if error.wireName.isEmpty { error.wireName = wireName }
    error.isOfCall = true
    return error
  }
}
