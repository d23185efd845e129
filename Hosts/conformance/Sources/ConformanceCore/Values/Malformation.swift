// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// How a message differs from what this version of ``Evolving`` encodes.
@HostCodable
enum Malformation: String, Codable, CaseIterable, Equatable, Sendable {
  // Accepted.
  case none
  case extraField
  case missingOptional
  case nullOptional
  case reordered
  case wideHeads
  // Refused, with the place.
  case missingField
  case wrongType
  case outOfRange
  case unknownCase
  case unknownShape
  // Refused, and not well-formed: requests only.
  case indefiniteUnended
  case trailingByte
  case invalidText
  case truncated
  case noBytes
}
