// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A record that contains itself.
@HostCodable
struct Tree: Codable, Equatable, Sendable {
  var value: Int64
  var children: [Tree]
}
