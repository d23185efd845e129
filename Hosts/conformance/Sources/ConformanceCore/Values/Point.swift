// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A point in the plane.
@HostCodable
struct Point: Codable, Equatable, Sendable {
  var x: Double
  var y: Double
}
