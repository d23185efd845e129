// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The error of an operation that makes no call, such as registering a handler, declaring calls, or starting a server.
///
/// A call itself ends with a ``BridgeError``, or the `HostCallError` of its type.
///
/// Thread safety: a value.
public struct HostSetupError: Error, Sendable {
  /// The kind of the error.
  public var code: HostCallCode
  /// A description of what was found and what was expected.
  public var message: String
  /// The wire name of the call that was to be registered or declared; `nil` if the error is not about one.
  public var wireName: String?
  /// The error that caused this one, such as that of the system or of TLS; `nil` if this one is the first.
  public var cause: (any Error)?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of the error.
  ///   - message: A description of what was found and what was expected.
  ///   - wireName: The wire name of the call that was to be registered or declared, if any.
  ///   - cause: The error that caused this one, if any.
  public init(code: HostCallCode, message: String, wireName: String? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.wireName = wireName
    self.cause = cause
  }
}

extension HostSetupError: CustomStringConvertible {
  /// One line with the code, the call, the message, and the cause unless the message has it.
  public var description: String {
    var text = code.description(of: message, wireName: wireName, callID: nil)
    if let cause = cause.map({ "\($0)" }), !message.contains(cause) { text += " (\(cause))" }
    // Names and causes may have several lines.
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

// The only conversions of internal errors.
extension HostSetupError {
  /// Creates the error of a check that calls make as well.
  package init(_ error: BridgeError) {
    self.init(code: error.code, message: error.message, wireName: error.wireName)
  }

  /// Creates the error of a registration that is refused.
  init(_ error: StatusError, registering name: WireName) {
    // Only `HOSTCALL_SCHEMA_MISMATCH` and `HOSTCALL_CLOSED` refuse a registration.
    let code: HostCallCode =
      switch error.status {
      case .schemaMismatch, .abiMismatch: .failedPrecondition
      case .closed, .invalidBridge: .unavailable
      case .invalidArgument: .invalidArgument
      case .resourceExhausted: .resourceExhausted
      case .unknownCall, .notRegistered: .notFound
      case .ok, .wouldBlock, .nothing: .internal
      }
    self.init(code: code, message: error.message, wireName: name.text)
  }
}
