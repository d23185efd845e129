// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A record with types inside it.
@HostCodable
struct Sensor: Codable, Equatable, Sendable {
  @HostCodable
  enum Kind: String, Codable, Equatable, Sendable {
    case heat
    case light
  }

  @HostCodable
  struct Range: Codable, Equatable, Sendable {
    var low: Double
    var high: Double
  }

  var name: String
  var kind: Kind
  var range: Range
}
