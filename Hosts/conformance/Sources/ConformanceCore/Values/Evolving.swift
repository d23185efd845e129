// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// A record that earlier and later versions of a core write differently: see ``Malformation``.
@HostCodable
struct Evolving: Codable, Equatable, Sendable {
  var small: UInt8
  var text: String
  var mood: Mood
  var note: String?
  var shape: Shape?
}
