// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Optionals of every kind of type, and optional elements.
@HostCodable
struct Optionals: Codable, Equatable, Sendable {
  var flag: Bool?
  var number: Int64?
  var ratio: Double?
  var text: String?
  var bytes: [UInt8]?
  var point: Point?
  var mood: Mood?
  var shape: Shape?
  var numbers: [Int64]?
  var table: [String: Int64]?
  /// A list with gaps.
  var sparse: [Int64?]
  /// A table with gaps.
  var gaps: [String: Int64?]
}
