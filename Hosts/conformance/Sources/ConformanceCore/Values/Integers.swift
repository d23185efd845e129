// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Integers of every width.
@HostCodable
struct Integers: Codable, Equatable, Sendable {
  var int8: Int8
  var int16: Int16
  var int32: Int32
  var int64: Int64
  var number: Int
  var uint8: UInt8
  var uint16: UInt16
  var uint32: UInt32
  var uint64: UInt64
  var count: UInt
}
