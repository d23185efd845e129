public import HostBridgeCore

/// How the requests and responses of a call are encoded.
public enum WireFormat: Hashable, Sendable {
  /// What the bridge's configuration says; unless that says something, by type, request and response each for itself:
  /// raw for the types that conform to ``PlainData``, CBOR for all others.
  case automatic
  /// CBOR, RFC 8949.
  case cbor
  /// The value's own memory, checked; only for types that conform to ``PlainData``.
  case raw
}

extension HostBridgeConfiguration {
  /// The format of calls that do not state their own.
  ///
  /// ``WireFormat/automatic`` unless set.
  public var wireFormat: WireFormat {
    get {
      switch payloadEncoding {
      case nil: .automatic
      case .cbor: .cbor
      case .raw: .raw
      }
    }
    set {
      switch newValue {
      case .automatic: payloadEncoding = nil
      case .cbor: payloadEncoding = .cbor
      case .raw: payloadEncoding = .raw
      }
    }
  }
}
