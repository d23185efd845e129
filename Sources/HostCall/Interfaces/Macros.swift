// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import CBORCodec

/// Makes a struct or an enum encode and decode itself without the containers of `Codable`, and state its schema.
///
///     @HostCodable
///     struct Profile: Codable, Sendable {
///       var name: String
///       var tags: [String]
///     }
///
/// The type must be `Codable` as Swift synthesizes it. The bytes and the accepted messages stay the same; see
/// <doc:DeclaringInterfaces> for what a macro cannot see.
@attached(
  extension, conformances: CBOREncodable, CBORDecodable, HostSchemaProviding,
  names: named(encode(to:)), named(init(from:)), named(hostSchema))
@attached(member, names: named(HostFieldTypes))
public macro HostCodable() = #externalMacro(module: "HostCallMacros", type: "HostCodableMacro")

/// Makes the methods of a protocol calls, streams and events: adds a client that makes them, and a list of them for
/// those that answer.
///
///     @HostInterface
///     protocol ProfileHost: Sendable {
///       func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile
///     }
///
///     let profile = try await ProfileHostClient(bridge).fetchProfile(userID: 7)
///     try bridge.handle(MyProfiles(), as: ProfileHostInterface.self)
///
/// See <doc:DeclaringInterfaces>.
@attached(peer, names: suffixed(Client), suffixed(Interface))
public macro HostInterface() = #externalMacro(module: "HostCallMacros", type: "HostInterfaceMacro")

/// States properties of a call of an interface.
///
///     @HostCall(.idempotent, .timeout(.seconds(2)))
///     func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile
///
/// - Parameter options: The properties.
@attached(peer)
public macro HostCall(_ options: HostCallOption...) = #externalMacro(module: "HostCallMacros", type: "HostCallMacro")

/// States the wire name and properties of a call of an interface.
///
///     @HostCall("clock.read", .raw)
///     func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double
///
/// - Parameters:
///   - wireName: The wire name: a string literal of 1 to 255 bytes.
///   - options: The properties.
@attached(peer)
public macro HostCall(_ wireName: StaticString, _ options: HostCallOption...) =
  #externalMacro(module: "HostCallMacros", type: "HostCallMacro")

/// A property of a call, a stream or an event that `@HostCall` states.
///
/// The macro reads it from the source, so it must be written out.
public struct HostCallOption: Sendable {
  private init() {}

  /// Repeating the call has no further effect: ``HostCallable/isIdempotent``.
  public static var idempotent: HostCallOption { HostCallOption() }

  /// The request and the response cross as raw memory: `WireFormat.raw`.
  public static var raw: HostCallOption { HostCallOption() }

  /// The request and the response cross in CBOR: `WireFormat.cbor`.
  public static var cbor: HostCallOption { HostCallOption() }

  /// A full queue of a listener drops the newest event, not the oldest: `EventPolicy.dropNewest`.
  public static var dropNewest: HostCallOption { HostCallOption() }

  /// The maximum number of events that wait for the implementation, 256 without this option.
  ///
  /// - Parameter count: The number, clamped to 1 to 65,536.
  public static func capacity(_ count: Int) -> HostCallOption { HostCallOption() }

  /// The client waits for the answer for at most `timeout`, unless the client has a timeout of its own.
  ///
  /// - Parameter timeout: The maximum time to wait.
  public static func timeout(_ timeout: Duration) -> HostCallOption { HostCallOption() }
}
#endif
