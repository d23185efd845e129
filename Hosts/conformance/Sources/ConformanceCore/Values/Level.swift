// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An enum with integers as raw values, one of them negative.
@HostCodable
enum Level: Int, Codable, Equatable, Sendable {
  case below = -1
  case ground
  case top = 40
}
