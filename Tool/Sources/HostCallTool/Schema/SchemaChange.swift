// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A change of a call, stream or event between two versions of an interface.
package struct SchemaChange: Hashable, Sendable, CustomStringConvertible {
  /// The pairs of sides that no longer understand each other.
  package struct Pairs: OptionSet, Hashable, Sendable {
    /// A host of the old version with a core of the new one.
    package static let oldHost = Pairs(rawValue: 1)
    /// A host of the new version with a core of the old one.
    package static let oldCore = Pairs(rawValue: 2)

    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// What has changed: the kind and the wire name, such as `call fetch_profile`.
  package var subject: String
  /// The place in it, as outlines write places, such as `response.tags[]`; `nil` for all of it.
  package var place: String?
  /// What the new version has there.
  package var found: String
  /// What the old version has there.
  package var expected: String
  /// The pairs that the change breaks; empty if it is compatible.
  package var breaks: Pairs

  /// The change in one line.
  package var description: String {
    "\(subject): \(place.map { "\($0): " } ?? "")found \(found), expected \(expected): \(verdict)"
  }

  private var verdict: String {
    var pairs: [String] = []
    if breaks.contains(.oldHost) { pairs.append("an old host with a new core") }
    if breaks.contains(.oldCore) { pairs.append("a new host with an old core") }
    return pairs.isEmpty ? "compatible" : "breaks \(pairs.joined(separator: " and "))"
  }
}
