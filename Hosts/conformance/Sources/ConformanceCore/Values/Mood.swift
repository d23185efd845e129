// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// An enum with texts as raw values.
@HostCodable
enum Mood: String, Codable, Hashable, Sendable {
  case calm
  case merry
  /// A case whose raw value is not its name.
  case worried = "worried-sick"
}
