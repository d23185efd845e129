// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A plain record of 24 bytes, which crosses as its memory.
struct Sample: Codable, Equatable, PlainData {
  struct Position: Codable, Equatable, PlainData {
    var x: Float
    var y: Float
  }

  var seconds: Double
  var position: Position
  var channel: UInt32
  var level: Int16
  var flags: UInt8
  var isNew: Bool
}
