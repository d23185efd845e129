// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// What the core has read from a stream of its host.
@HostCodable
struct StreamReading: Codable, Equatable, Sendable {
  var numbers: [Int64]
  /// `ok` if the stream finished, `stopped` if the core left it, or the name of the error's code.
  var outcome: String
  /// The error's message; empty without an error.
  var message: String
  var refusal: Refusal?
}
