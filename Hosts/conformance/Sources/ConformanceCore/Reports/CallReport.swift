// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// How a call ended that the core made to its host.
@HostCodable
struct CallReport: Codable, Equatable, Sendable {
  /// `ok`, or the name of the error's code, such as `deadlineExceeded`.
  var outcome: String
  /// The response, if it is a text.
  var text: String?
  /// The error's message; empty without an error.
  var message: String
  var refusal: Refusal?
  var fault: Fault?
  /// The time from the call to its end.
  var milliseconds: Double
}
