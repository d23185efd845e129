// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An error of a call on a bridge.
///
/// `HostCall` converts it to the typed `HostCallError` of the call; code that works with bytes receives it directly.
public struct BridgeError: Error, Hashable, Sendable {
  /// The kind of the error.
  public var code: HostCallCode
  /// A description of what was found and what was expected, or the host's own error message.
  public var message: String
  /// The wire name of the call; `nil` if the error is not about one.
  public var wireName: String?
  /// The call's ID on its bridge, from 1; `nil` if the call did not get one.
  public var callID: UInt64?
  /// The failure that the call declares, in CBOR, if `code` is ``HostCallCode/failed``.
  public var failure: [UInt8]?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of the error.
  ///   - message: A description of what was found and what was expected.
  ///   - wireName: The wire name of the call, if any.
  ///   - callID: The call's ID on its bridge, if it got one.
  ///   - failure: The failure that the call declares, in CBOR.
  public init(
    code: HostCallCode, message: String, wireName: String? = nil, callID: UInt64? = nil, failure: [UInt8]? = nil
  ) {
    self.code = code
    self.message = message
    self.wireName = wireName
    self.callID = callID
    self.failure = failure
  }
}

extension BridgeError: CustomStringConvertible {
  /// One line with the code, the call and the message.
  public var description: String {
    code.description(of: message, wireName: wireName, callID: callID)
  }
}
