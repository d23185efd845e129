// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The answer to a user who logs in.
@HostCodable
struct Greeting: Codable, Equatable, Sendable {
  var greeting: String
  var loggedInAt: Double
  var tagCount: UInt32
}
