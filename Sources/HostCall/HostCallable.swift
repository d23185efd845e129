/// A call that Swift code can make to its host, or a host to Swift code: the request, with the types of its answers.
///
///     struct FetchProfile: HostCallable {
///       typealias Response = Profile
///       typealias Failure = ProfileFailure
///       var userID: UInt64
///     }
///
///     let profile = try await bridge.call(FetchProfile(userID: 7))
public protocol HostCallable: Codable, Sendable {
  /// What the handler answers. ``Empty`` for a call that has nothing to say.
  associatedtype Response: Codable & Sendable

  /// The failure that callers are to handle, carried typed. `Never`, the default, for a call that declares none.
  associatedtype Failure: Error & Codable & Sendable = Never

  /// The name under which both sides know the call: 1 to 255 bytes of UTF-8.
  ///
  /// By default the type's name in snake case: `FetchProfile` is `fetch_profile`, `HTTPGet` is `http_get`, and a nested
  /// type goes by its last name. A generic type has to state its own. Asked once per type.
  static var wireName: String { get }

  /// How requests and responses are encoded; ``WireFormat/automatic`` unless stated. A failure is always CBOR. Asked
  /// once per type.
  static var wireFormat: WireFormat { get }

  /// Whether making the call twice does no more than making it once, so that one whose server was lost may be made
  /// again. `false` unless stated. In one process nothing is made again.
  static var isIdempotent: Bool { get }
}

extension HostCallable {
  /// The type's name in snake case; empty, which no call can have, for a generic type.
  public static var wireName: String { SnakeCase.wireName(of: Self.self) }

  /// ``WireFormat/automatic``.
  public static var wireFormat: WireFormat { .automatic }

  /// `false`.
  public static var isIdempotent: Bool { false }
}
