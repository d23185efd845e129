public import HostBridgeCore

/// What a handler knows of the call that it answers, besides the request.
public struct HostCallContext: Sendable {
  /// The bridge that the call came over.
  ///
  /// A function that the core exposes makes its own calls on it.
  public let bridge: HostBridge
  /// The wire name that was called.
  public let wireName: String
  /// The call's ID, from 1.
  ///
  /// Calls to the host and calls to the core are two sequences.
  public let callID: UInt64
  /// The time that was left until the caller's deadline when the handler was called; nil without a deadline, and for
  /// calls of the host.
  public let remaining: Duration?

  init(_ request: BridgeRequest) {
    bridge = request.bridge
    wireName = request.wireName
    callID = request.callID
    remaining = request.remaining
  }
}
