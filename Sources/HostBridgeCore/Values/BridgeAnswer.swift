/// What a handler answers, in bytes.
public enum BridgeAnswer: Hashable, Sendable {
  /// The encoded response.
  case response([UInt8])
  /// The failure that the call declares, in CBOR.
  case failure([UInt8])
  /// Anything else that went wrong, with a message for people. The code ``HostCallCode/unknown`` is what a host
  /// gives that has only a message.
  case error(HostCallCode, message: String)
}
