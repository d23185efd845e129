// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A change of a type, regardless of the direction in which its values travel.
struct TypeChange {
  /// The receivers that refuse what the sender of the other version may send.
  struct Refusals: OptionSet {
    /// A receiver of the old version refuses values of the new one.
    static let byOld = Refusals(rawValue: 1)
    /// A receiver of the new version refuses values of the old one.
    static let byNew = Refusals(rawValue: 2)

    let rawValue: Int
  }

  var place: String
  /// What the new version has.
  var found: String
  /// What the old version has.
  var expected: String
  var refusals: Refusals
}
