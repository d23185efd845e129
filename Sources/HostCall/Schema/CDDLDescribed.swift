// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type that states its own CDDL, because its `init(from:)` does not reveal it.
///
/// HostCall computes a schema by decoding types from examples. A type that rejects these, traps on them, or has several
/// forms can state its schema instead; its `init(from:)` is then not run:
///
///     struct EmailAddress: Codable, CDDLDescribed {
///       static var cddl: String { "tstr" }
///       static var cddlExample: EmailAddress { EmailAddress(user: "a", host: "b") }
///       …
///     }
public protocol CDDLDescribed: Decodable {
  /// A CDDL type expression (RFC 8610), such as `tstr` or `int / tstr`.
  ///
  /// It may use the names of CDDL's prelude, and is not checked.
  static var cddl: String { get }

  /// Any value of the type, used to decode the types that contain it.
  static var cddlExample: Self { get }
}
