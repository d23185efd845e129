/// An empty response; in CBOR the empty map, `a0`.
public struct Empty: Codable, Hashable, Sendable {
  /// Creates the value.
  public init() {}
}
