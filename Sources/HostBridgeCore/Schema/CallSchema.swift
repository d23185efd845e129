// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The schema of one type of call in its encodings, for comparison with a host's.
///
/// Computing a schema may run user code, so it happens without locks, and only when there is something to compare.
package protocol CallSchema: AnyObject, Sendable {
  /// The identity within the process: the same type of call in the same encodings.
  var identity: SchemaIdentity { get }

  /// A Boolean value that indicates whether the request or the response is raw, which makes every check strict.
  var isRaw: Bool { get }

  /// The schema's fingerprint of 64 bits, never 0.
  var fingerprint: UInt64 { get }

  /// The schema of the same call with request and response in CBOR.
  var inCBOR: any CallSchema { get }

  /// Returns a description of how a host's schema differs from this one, the core's.
  ///
  /// - Parameters:
  ///   - fingerprint: The host's fingerprint, which differs from this one's.
  ///   - schema: The host's schema, if known.
  func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String

  /// Returns a description of how the raw parts of a host's schema differ from those of this one, the core's; `nil` if
  /// they match or cannot be compared.
  ///
  /// Compares memory layouts and runs no user code.
  ///
  /// - Parameters:
  ///   - fingerprint: The host's fingerprint; `nil` if its schema is known.
  ///   - schema: The host's schema, if known.
  func rawDifference(fromHost fingerprint: UInt64?, _ schema: (any CallSchema)?) -> String?

  /// Returns the descriptor of `calls` in CBOR.
  ///
  /// - Parameters:
  ///   - calls: The calls.
  ///   - includesSchemas: Whether to include schemas; computing them may run user code.
  ///   - maximumPayloadSize: The bridge's limit, which the descriptor states.
  static func describe(_ calls: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) -> [UInt8]
}
