// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A generic record.
@HostCodable
struct Page<Item: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  var items: [Item]
  var next: Int64?
}
