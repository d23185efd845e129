// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// How a call ended whose request the core wrote as another version would.
@HostCodable
struct EvolvingReport: Codable, Equatable, Sendable {
  /// `ok`, or the name of the error's code.
  var outcome: String
  /// The host's or the core's message; empty without an error.
  var message: String
  /// What the host answered.
  var value: Evolving?
}
