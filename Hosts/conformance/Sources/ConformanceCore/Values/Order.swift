// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// How a call is to be answered.
@HostCodable
enum Order: Codable, Equatable, Sendable {
  /// With a response.
  case succeed(text: String)
  /// With the failure that the call declares.
  case refuse(Refusal)
  /// With one of gRPC's codes and a message.
  case fail(code: Int32, message: String)
  /// With an error that the language's own code throws, and that has no code.
  case crash(message: String)
  /// As cancelled.
  case cancel
}
