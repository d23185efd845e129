// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A failure that is an enum.
@HostCodable
enum Refusal: Error, Codable, Equatable, Sendable {
  case busy
  case limit(maximum: UInt32, reason: String?)
}
