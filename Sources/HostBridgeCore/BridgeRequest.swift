/// What a handler is given, in bytes.
public struct BridgeRequest: Sendable {
  /// The bridge that the call came over.
  public let bridge: HostBridge
  /// The wire name that was called.
  public let wireName: String
  /// The call's ID, from 1.
  ///
  /// Calls to the host and calls to the core are two sequences.
  public let callID: UInt64
  /// The encoded request.
  public let payload: [UInt8]
  /// How `payload` is encoded, where the caller said so.
  public let encoding: PayloadEncoding?
  /// How the response has to be encoded, where the caller said so.
  public let responseEncoding: PayloadEncoding?
  /// The time that was left until the caller's deadline when the handler was called; nil without a deadline.
  public let remaining: Duration?
}
