// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The encoding of a request or a response.
///
/// The raw values are those of `hostcall.h`.
public enum PayloadEncoding: UInt32, Hashable, Sendable, CaseIterable {
  /// The value's own memory, in this machine's byte order and layout.
  case raw = 0
  /// CBOR (RFC 8949).
  case cbor = 1
}
