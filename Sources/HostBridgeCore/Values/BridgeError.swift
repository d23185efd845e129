/// Why a call on a bridge had no answer that could be used.
///
/// `HostCall` turns it into the typed `HostCallError` of the call; code that works with bytes sees it as it is.
public struct BridgeError: Error, Hashable, Sendable {
  /// What kind of error it is.
  public var code: HostCallCode
  /// What happened, in words: what was found and what was expected.
  ///
  /// A host's error message is here as it was given.
  public var message: String
  /// The wire name of the call, where there is one.
  public var wireName: String?
  /// The call's ID on its bridge, from 1, where it got one.
  public var callID: UInt64?
  /// The failure that the call declares, in CBOR, where `code` is ``HostCallCode/failed``.
  public var failure: [UInt8]?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: What kind of error it is.
  ///   - message: What happened, in words.
  ///   - wireName: The wire name of the call, where there is one.
  ///   - callID: The call's ID on its bridge, where it got one.
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
    var text = "\(code)"
    if let wireName { text += " in \(wireName)" }
    if let callID { text += " (call \(callID))" }
    return "\(text): \(message)"
  }
}
