// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The answer of a handler, in bytes.
public enum BridgeAnswer: Hashable, Sendable {
  /// The encoded response.
  case response([UInt8])
  /// The failure that the call declares, in CBOR.
  case failure([UInt8])
  /// Any other error, with a message for people.
  ///
  /// A host that sends only a message produces ``HostCallCode/unknown``.
  case error(HostCallCode, message: String)
}
