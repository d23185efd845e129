// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// What the host knows about a user.
@HostCodable
struct Profile: Codable, Equatable, Sendable {
  var name: String
  var tags: [String]
  var balanceCents: Int64
  var avatar: [UInt8]?
}
