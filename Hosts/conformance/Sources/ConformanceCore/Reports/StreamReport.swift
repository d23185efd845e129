// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// What the core has seen of a stream that it answers.
@HostCodable
struct StreamReport: Codable, Equatable, Sendable {
  /// The number of elements that were produced, at most one more than the receiver has granted.
  var produced: UInt32
  /// Whether the stream has ended, by its own end or because the receiver gave it up.
  var hasEnded: Bool
}
