// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A failure that is a record.
@HostCodable
struct Fault: Error, Codable, Equatable, Sendable {
  var code: Int32
  var isTemporary: Bool
}
