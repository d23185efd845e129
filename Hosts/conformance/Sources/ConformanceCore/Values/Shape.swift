// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An enum with associated values: none, labelled, unlabelled, optional, and of its own type.
@HostCodable
enum Shape: Codable, Equatable, Sendable {
  case empty
  case circle(radius: Double, center: Point)
  case segment(Point, Point)
  case polygon(points: [Point], name: String?)
  case group([Shape])
}
