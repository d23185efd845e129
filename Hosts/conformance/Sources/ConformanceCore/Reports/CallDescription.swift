// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// What the side that answers a call knows about it beside its request.
@HostCodable
struct CallDescription: Codable, Equatable, Sendable {
  /// The entries of the metadata whose keys do not end in `-bin`.
  var texts: [String: String]
  /// The entries whose keys end in `-bin`.
  var binaries: [String: [UInt8]]
  /// The time to the deadline; missing without one.
  var remainingMilliseconds: Double?
}
