// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// How a stream is to end after its elements.
@HostCodable
enum StreamEnd: Codable, Equatable, Sendable {
  case finish
  case refuse(Refusal)
  case fail(code: Int32, message: String)
  /// Not at all: it stays open and silent until its receiver gives it up.
  case stay
}
