// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A difference between a host's schema of a call and the core's.
enum SchemaDifference: Hashable, Sendable {
  /// The core has a place that the host does not know.
  case onlyCore(place: String, content: String)
  /// The host has a place that the core does not know.
  case onlyHost(place: String, content: String)
  /// Both have the place, with different content.
  case content(place: String, host: String, core: String)
  /// One side permits a missing or null value and the other does not.
  ///
  /// The places differ only in their marks.
  case marks(host: String, core: String)

  /// A description of the difference.
  var text: String {
    switch self {
    case .onlyCore(let place, let content): "\(place): the core has \(content), the host does not know it"
    case .onlyHost(let place, let content): "\(place): the host has \(content), the core does not know it"
    case .content(let place, let host, let core): "\(place): the host has \(host), the core \(core)"
    case .marks(let host, let core): "the host has \(host), the core \(core) (? may be missing or null, ~ may be null)"
    }
  }

  /// Returns a description of several differences.
  static func list(_ differences: [SchemaDifference]) -> String {
    list(differences.map(\.text), separator: "; ", atMost: 8)
  }

  /// Returns a description for fingerprints whose difference could not be determined: what the core has.
  static func unknown(_ host: SchemaFingerprint, core: SchemaOutline) -> String {
    unknown(host.parts(differingFrom: SchemaFingerprint(rawValue: core.fingerprint)), core: core)
  }

  /// Returns a description for parts that differ in an unknown way; for all parts if none is given.
  static func unknown(_ parts: [SchemaOutline.Part], core: SchemaOutline) -> String {
    let lines = parts.isEmpty ? core.lines : core.lines.filter { $0.part.map(parts.contains) ?? false }
    let what =
      parts.isEmpty
      ? "they differ"
      : "the \(parts.map(\.rawValue).joined(separator: " and the ")) differ\(parts.count == 1 ? "s" : "")"
    return
      "\(what) in a way that fingerprints do not identify; the core has "
      + list(lines.map(\.text), separator: ", ", atMost: 16)
  }

  private static func list(_ items: [String], separator: String, atMost limit: Int) -> String {
    if items.isEmpty { return "nothing" }
    let rest = items.count - limit
    return items.prefix(limit).joined(separator: separator) + (rest > 0 ? "\(separator)and \(rest) more" : "")
  }

  // MARK: Between outlines

  /// Returns all differences between two outlines: in the order of the core's lines, followed by places that only the
  /// host has.
  static func all(host: SchemaOutline, core: SchemaOutline) -> [SchemaDifference] {
    let hostLines = Dictionary(host.lines.map { (field($0.place), $0) }) { first, _ in first }
    let coreFields = Set(core.lines.map { field($0.place) })
    var found: [SchemaDifference] = []
    for line in core.lines {
      guard let other = hostLines[field(line.place)] else {
        found.append(.onlyCore(place: line.place, content: line.content))
        continue
      }
      if other.content != line.content {
        found.append(.content(place: line.place, host: other.content, core: line.content))
      }
      let marks = differingMarks(host: other.place, core: line.place)
      // A mark on a struct affects all of its fields, but is reported once.
      if let marks, !found.contains(marks) { found.append(marks) }
    }
    for line in host.lines where !coreFields.contains(field(line.place)) {
      found.append(.onlyHost(place: line.place, content: line.content))
    }
    return found
  }

  /// Returns a place without its marks, which identifies a field even if it becomes optional.
  private static func field(_ place: String) -> String { place.filter { !marks.contains($0) } }

  private static let marks: Set<Character> = ["?", "~"]

  /// Returns the first difference in marks along the path to the same field.
  private static func differingMarks(host: String, core: String) -> SchemaDifference? {
    var (left, right) = (host[...], core[...])
    while let first = left.first, first == right.first {
      left.removeFirst()
      right.removeFirst()
    }
    if left.isEmpty, right.isEmpty { return nil }
    func upTo(_ rest: Substring, _ whole: String) -> String {
      String(whole[..<rest.startIndex]) + rest.prefix { marks.contains($0) }
    }
    return .marks(host: upTo(left, host), core: upTo(right, core))
  }
}
