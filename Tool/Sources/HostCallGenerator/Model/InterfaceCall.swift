// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A call, or a stream, in either direction.
package struct InterfaceCall: Hashable, Sendable {
  /// The types and the fingerprint of a call that is not made in bytes.
  package struct Schema: Hashable, Sendable {
    /// The fingerprint for a registration; 0, which is not checked, if the core does not check schemas.
    package var fingerprint: UInt64
    package var request: InterfacePart
    /// The response; of a stream, each element.
    package var response: InterfacePart
    /// The failure, if the call declares one.
    package var failure: InterfacePart?
  }

  /// The wire name.
  package var name: String
  /// The name of the call's type in Swift, such as `FetchProfile`; empty if it is not known.
  package var typeName: String
  /// Whether the call is answered with elements and an end.
  package var isStream: Bool
  /// Whether repeating the call has no further effect.
  package var isIdempotent: Bool
  /// The description, if there is one.
  package var documentation: String?
  /// The types; `nil` for a function that works in bytes.
  package var schema: Schema?
}
