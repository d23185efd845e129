// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Lists and tables, nested in each other.
@HostCodable
struct Containers: Codable, Equatable, Sendable {
  var numbers: [Int64]
  var texts: [String]
  var matrix: [[Double]]
  var points: [Point]
  var blobs: [[UInt8]]
  var byText: [String: Int64]
  var byNumber: [Int: String]
  var pointsByText: [String: Point]
  var listsByNumber: [Int: [String]]
  var deep: [String: [[Point]]]
}
