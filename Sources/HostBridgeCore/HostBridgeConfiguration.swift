/// What can be set when a bridge is made.
public struct HostBridgeConfiguration: Hashable, Sendable {
  /// The most bytes that one request or one answer may have, in either direction. 64 MiB unless set; less than 0 counts
  /// as 0.
  ///
  /// What is larger is not copied: the call ends with ``HostCallCode/resourceExhausted``.
  public var maximumPayloadSize = 64 * 1024 * 1024 {
    didSet { maximumPayloadSize = max(0, maximumPayloadSize) }
  }

  /// The encoding of calls that do not say their own; nil, the default, decides by type: raw for the plain types,
  /// CBOR for all others.
  public var payloadEncoding: PayloadEncoding?

  /// The defaults.
  public init() {}
}
