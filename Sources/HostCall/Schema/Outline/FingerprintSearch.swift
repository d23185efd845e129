// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// Finds out how a host's schema differs from the core's, given only the host's fingerprint.
///
/// A fingerprint is a sum over lines, so each plausible change of the core's outline, such as a removed field or
/// another type, changes it by a known amount. The search looks for one or two changes that turn the core's fingerprint
/// into the host's. That finds fields that the core added, retyped or made required; fields that the core removed
/// cannot be found, because their names are unknown here.
///
/// About fifty changes are tried for each line; pairs, by table lookup, only if there are at most ``maximumPaired``
/// changes. Complexity: quadratic in the number of lines, which must be at most ``maximumLines``.
struct FingerprintSearch {
  /// A change of the outline, with the difference between the core's fingerprint and the changed one.
  private struct Change {
    /// The place that changes; two changes of the same place cannot be combined.
    let place: String
    let amount: SchemaFingerprint
    let difference: SchemaDifference
  }

  private static let maximumLines = 1000
  /// The maximum number of changes for which pairs are tried.
  private static let maximumPaired = 50_000

  private let core: SchemaOutline
  private var changes: [Change] = []

  /// Returns the differences between the core's outline and the one behind `host`; `nil` if they are not found.
  static func differences(host: SchemaFingerprint, core: SchemaOutline) -> [SchemaDifference]? {
    guard core.lines.count <= maximumLines else { return nil }
    var search = FingerprintSearch(core: core)
    search.collect()
    return search.find(SchemaFingerprint(rawValue: core.fingerprint) - host)
  }

  /// Returns a description of the differences, or of what the core has if they are not found.
  static func text(host: SchemaFingerprint, core: SchemaOutline) -> String {
    differences(host: host, core: core).map { SchemaDifference.list($0) } ?? SchemaDifference.unknown(host, core: core)
  }

  private init(core: SchemaOutline) {
    self.core = core
  }

  private func find(_ amount: SchemaFingerprint) -> [SchemaDifference]? {
    if let change = changes.first(where: { $0.amount == amount }) { return [change.difference] }
    guard changes.count <= Self.maximumPaired else { return nil }
    let byAmount = Dictionary(changes.map { ($0.amount, $0) }) { first, _ in first }
    for first in changes {
      guard let second = byAmount[amount - first.amount] else { continue }
      if Self.isInside(first.place, second.place) || Self.isInside(second.place, first.place) { continue }
      return [first.difference, second.difference]
    }
    return nil
  }

  // MARK: Candidates

  private mutating func collect() {
    var seen: Set<String> = []
    for line in core.lines {
      for place in Self.places(on: line.place) where seen.insert(place).inserted { collect(at: place) }
    }
  }

  /// Returns the prefixes of a place, and the place itself: `response`, `response.home?`, `response.home?.city`.
  private static func places(on place: String) -> [String] {
    let starts: Set<Character> = [".", "[", "{", "/"]
    return place.indices.filter { starts.contains(place[$0]) }.map { String(place[..<$0]) } + [place]
  }

  private mutating func collect(at place: String) {
    let lines = core.lines.filter { Self.isLine($0, at: place) }
    let amount = SchemaFingerprint(of: lines)
    let isLeaf = lines.first?.place == place
    let content = isLeaf ? lines[0].content : "\(lines.count) field\(lines.count == 1 ? "" : "s")"

    add(.onlyCore(place: place, content: content), at: place, amount: amount - withoutIt(place, lines))

    let bare = String(place.reversed().drop { $0 == "?" || $0 == "~" }.reversed())
    for mark in ["", "?", "~"] where bare + mark != place {
      let other = lines.map {
        SchemaOutline.Line(place: bare + mark + $0.place.dropFirst(place.count), content: $0.content)
      }
      add(.marks(host: bare + mark, core: place), at: place, amount: amount - SchemaFingerprint(of: other))
    }

    for candidate in Self.candidates(for: content) where candidate != content {
      // A struct without its only field was tried above.
      if candidate == "{}", !isLeaf, lines.count == 1 { continue }
      let other = SchemaOutline.Line(place: place, content: candidate)
      add(
        .content(place: place, host: candidate, core: content), at: place, amount: amount - SchemaFingerprint(other))
    }
    for suffix in ["[]", "{}"] where isLeaf {
      let other = SchemaOutline.Line(place: place + suffix, content: content)
      add(
        .content(place: place, host: "\(suffix) of \(content)", core: content), at: place,
        amount: amount - SchemaFingerprint(other))
    }
  }

  private static func isLine(_ line: SchemaOutline.Line, at place: String) -> Bool { isInside(line.place, place) }

  /// Returns whether `place` is `whole` or a part of it.
  private static func isInside(_ place: String, _ whole: String) -> Bool {
    guard place.hasPrefix(whole) else { return false }
    return place.dropFirst(whole.count).first.map { ".[{/".contains($0) } ?? true
  }

  /// Returns the fingerprint of what replaces `lines` when `place` is removed: nothing, or an empty struct that
  /// remains.
  private func withoutIt(_ place: String, _ lines: [SchemaOutline.Line]) -> SchemaFingerprint {
    guard let dot = place.lastIndex(of: ".") else { return SchemaFingerprint(of: []) }
    let parent = String(place[..<dot])
    let siblings = core.lines.filter { Self.isLine($0, at: parent) }
    return SchemaFingerprint(
      of: siblings.count == lines.count ? [SchemaOutline.Line(place: parent, content: "{}")] : [])
  }

  private mutating func add(_ difference: SchemaDifference, at place: String, amount: SchemaFingerprint) {
    changes.append(Change(place: place, amount: amount, difference: difference))
  }

  /// Returns the alternatives to `content`.
  private static func candidates(for content: String) -> [String] {
    for name in plainNames {
      // A raw number: `UInt32 at 8`, or `raw UInt32, little-endian`.
      if content.hasPrefix(name + " at ") { return plainNames.map { $0 + content.dropFirst(name.count) } }
      let only = "raw \(name),"
      if content.hasPrefix(only) { return plainNames.map { "raw \($0)," + content.dropFirst(only.count) } }
    }
    return typeNames
  }

  private static let typeNames = BuiltInType.names + ["{}"]
  private static let plainNames = [
    "Bool", "Int8", "Int16", "Int32", "Int64", "Int128", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "Float16",
    "Float", "Double",
  ]
}
