// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An element of a stream.
@HostCodable
struct Reading: Codable, Equatable, Sendable {
  var number: Int64
  var text: String
}
