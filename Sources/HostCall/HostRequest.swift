// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A request that one side sends to the other: what calls and streams have in common.
///
/// A type conforms to ``HostCallable`` if one response answers it, or to ``HostStreamable`` if any number of elements
/// do; never to this protocol alone.
public protocol HostRequest: Codable, Sendable {
  /// The response of a call, or each element of a stream; never stated, since it follows from those.
  associatedtype AnswerPayload: Codable & Sendable

  /// The failure that callers handle, carried as a typed value; `Never`, the default, for a request that declares none.
  associatedtype Failure: Error & Codable & Sendable = Never

  /// The name by which both sides know the request: 1 to 255 bytes of UTF-8.
  ///
  /// By default the type's name in snake case: `FetchProfile` becomes `fetch_profile`, `HTTPGet` becomes `http_get`; a
  /// nested type uses its last name. A generic type has to state a name. Read once per type.
  static var wireName: String { get }

  /// The encoding of requests and answers; `WireFormat.automatic` by default.
  ///
  /// A failure is always CBOR. Read once per type.
  static var wireFormat: WireFormat { get }

  /// The description for the authors of hosts, which the descriptor contains; `nil`, the default, if there is none.
  ///
  /// It does not affect the fingerprint. Read once per type.
  static var documentation: String? { get }
}

extension HostRequest {
  /// The type's name in snake case; empty, which is not a valid name, for a generic type.
  public static var wireName: String { SnakeCase.wireName(of: Self.self) }

  /// `WireFormat.automatic`.
  public static var wireFormat: WireFormat { .automatic }

  /// `nil`.
  public static var documentation: String? { nil }
}
