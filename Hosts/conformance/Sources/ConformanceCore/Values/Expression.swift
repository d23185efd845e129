// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An enum that contains itself.
@HostCodable
indirect enum Expression: Codable, Equatable, Sendable {
  case number(Int64)
  case negated(Expression)
  case sum(left: Expression, right: Expression)
}
