// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The arguments of a call with several parameters.
@HostCodable
struct Arguments: Codable, Equatable, Sendable {
  var first: Int64
  var second: String?
  var third: [Point]
  var mood: Mood
  var isLast: Bool
}
