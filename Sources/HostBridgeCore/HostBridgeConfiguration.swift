/// What can be set when a bridge is made.
public struct HostBridgeConfiguration: Hashable, Sendable {
  /// The most bytes that one request or one answer may have, in either direction. 64 MiB unless set.
  ///
  /// What is larger is not copied: the call ends with ``HostCallCode/resourceExhausted``.
  public var maximumPayloadSize = 64 * 1024 * 1024

  /// The encoding of calls that do not say their own; nil, the default, decides by type: raw for the plain types,
  /// CBOR for all others.
  public var payloadEncoding: PayloadEncoding?

  /// The defaults.
  public init() {}
}
