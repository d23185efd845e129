// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A policy for the encoding of a call's requests and responses.
///
/// A failure is always CBOR.
public enum WireFormat: Hashable, Sendable {
  /// The format of the bridge's configuration or, if that is automatic as well, an encoding by type: raw for types that
  /// conform to `PlainData`, CBOR for all others. Request and response are decided separately.
  case automatic
  /// CBOR (RFC 8949).
  case cbor
  /// The value's own memory, checked; only for types that conform to `PlainData`.
  case raw

  /// The encoding that the policy requires; `nil` if it decides by type.
  package var encoding: PayloadEncoding? {
    switch self {
    case .automatic: nil
    case .cbor: .cbor
    case .raw: .raw
    }
  }
}
