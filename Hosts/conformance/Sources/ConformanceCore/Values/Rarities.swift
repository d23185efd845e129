// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Types of the standard library that few interfaces have: a set, a range, and tables whose keys are neither texts nor
/// integers in CBOR, but alternate with their values in a list.
@HostCodable
struct Rarities: Codable, Equatable, Sendable {
  var names: Set<String>
  var range: Range<Int64>
  var counts: [Mood: Int64]
  var labels: [UInt8: String]
}
