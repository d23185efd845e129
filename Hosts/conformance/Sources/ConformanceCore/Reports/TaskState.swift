// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// What has happened to a function of the core.
@HostCodable
enum TaskState: String, Codable, Equatable, Sendable {
  case started
  case cancelled
}
