/// A response of nothing: in CBOR the empty map, `a0`.
public struct Empty: Codable, Hashable, Sendable {
  /// Nothing.
  public init() {}
}
