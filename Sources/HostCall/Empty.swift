// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An empty response; in CBOR the empty map, `a0`.
public struct Empty: Codable, Hashable, Sendable {
  /// Creates the value.
  public init() {}
}
