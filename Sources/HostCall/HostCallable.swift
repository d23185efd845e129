// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// A call from Swift code to its host, or from a host to Swift code: the request, and the types of its answers.
///
///     struct FetchProfile: HostCallable {
///       typealias Response = Profile
///       typealias Failure = ProfileFailure
///       var userID: UInt64
///     }
///
///     let profile = try await bridge.call(FetchProfile(userID: 7))
public protocol HostCallable: Codable, Sendable {
  /// The response; ``Empty`` for a call without one.
  associatedtype Response: Codable & Sendable

  /// The failure that callers handle, carried as a typed value; `Never`, the default, for a call that declares none.
  associatedtype Failure: Error & Codable & Sendable = Never

  /// The name by which both sides know the call: 1 to 255 bytes of UTF-8.
  ///
  /// By default the type's name in snake case: `FetchProfile` becomes `fetch_profile`, `HTTPGet` becomes `http_get`; a
  /// nested type uses its last name. A generic type has to state a name. Read once per type.
  static var wireName: String { get }

  /// The encoding of requests and responses; `WireFormat.automatic` by default.
  ///
  /// A failure is always CBOR. Read once per type.
  static var wireFormat: WireFormat { get }

  /// A Boolean value that indicates whether repeating the call has no further effect, so that a client may retry it
  /// after losing its server; `false` by default.
  ///
  /// Calls within a process are never retried.
  static var isIdempotent: Bool { get }

  /// The description of the call for the authors of hosts, which the descriptor contains; `nil`, the default, if it has
  /// none.
  ///
  /// It does not affect the fingerprint. Read once per type.
  static var documentation: String? { get }
}

extension HostCallable {
  /// The type's name in snake case; empty, which is not a valid name, for a generic type.
  public static var wireName: String { SnakeCase.wireName(of: Self.self) }

  /// `WireFormat.automatic`.
  public static var wireFormat: WireFormat { .automatic }

  /// `false`.
  public static var isIdempotent: Bool { false }

  /// `nil`.
  public static var documentation: String? { nil }
}
