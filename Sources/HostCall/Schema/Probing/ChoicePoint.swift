// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A point at which an `init(from:)` receives one of several values, and may behave differently for each.
struct ChoicePoint: Hashable, Comparable {
  enum Kind: Hashable {
    /// It requested all keys of a container.
    case keys
    /// It requested a value of an enum.
    case value
    /// It checked whether a key exists: 0 for yes, 1 for no.
    case presence
  }

  /// The path from the type's own decoder: `.body.kind`, `[0]`.
  let path: String
  let kind: Kind

  /// The point at which a type lists its own keys.
  static let root = ChoicePoint(path: "", kind: .keys)

  static func < (left: ChoicePoint, right: ChoicePoint) -> Bool { left.path < right.path }
}
