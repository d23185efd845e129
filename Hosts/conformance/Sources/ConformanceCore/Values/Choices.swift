// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Enums with raw values, in every position.
@HostCodable
struct Choices: Codable, Equatable, Sendable {
  var mood: Mood
  var level: Level
  var moods: [Mood]
  var levels: [String: Level]
  var other: Mood?
}
