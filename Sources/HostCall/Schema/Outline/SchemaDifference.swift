/// One way in which a host's schema of a call differs from the core's.
enum SchemaDifference: Hashable, Sendable {
  /// The core has a place that the host does not know.
  case onlyCore(place: String, content: String)
  /// The host knows a place that the core has not.
  case onlyHost(place: String, content: String)
  /// Something else is there.
  case content(place: String, host: String, core: String)
  /// To one side it may be missing or null, to the other not. Both places are the same but for their marks.
  case marks(host: String, core: String)

  /// In words.
  var text: String {
    switch self {
    case .onlyCore(let place, let content): "\(place): the core has \(content), the host does not know it"
    case .onlyHost(let place, let content): "\(place): the host has \(content), the core does not know it"
    case .content(let place, let host, let core): "\(place): the host has \(host), the core \(core)"
    case .marks(let host, let core): "the host has \(host), the core \(core) (? may be missing or null, ~ may be null)"
    }
  }

  /// Some differences in words.
  static func list(_ differences: [SchemaDifference]) -> String {
    list(differences.map(\.text), separator: "; ", atMost: 8)
  }

  /// What there is to say where only fingerprints differ, and nobody knows by what: what the core has.
  static func unknown(_ host: SchemaFingerprint, core: SchemaOutline) -> String {
    let parts = host.parts(differingFrom: SchemaFingerprint(rawValue: core.fingerprint))
    let lines = parts.isEmpty ? core.lines : core.lines.filter { $0.part.map(parts.contains) ?? false }
    let what =
      parts.isEmpty
      ? "they differ"
      : "the \(parts.map(\.rawValue).joined(separator: " and the ")) differ\(parts.count == 1 ? "s" : "")"
    return
      "\(what) by more than fingerprints tell; the core has \(list(lines.map(\.text), separator: ", ", atMost: 16))"
  }

  private static func list(_ items: [String], separator: String, atMost limit: Int) -> String {
    if items.isEmpty { return "nothing" }
    let rest = items.count - limit
    return items.prefix(limit).joined(separator: separator) + (rest > 0 ? "\(separator)and \(rest) more" : "")
  }

  // MARK: Between outlines

  /// All differences of two outlines, in the order of the core's lines, and then those that only the host has.
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
      // One that is about a struct concerns all of its fields, and is said once.
      if let marks, !found.contains(marks) { found.append(marks) }
    }
    for line in host.lines where !coreFields.contains(field(line.place)) {
      found.append(.onlyHost(place: line.place, content: line.content))
    }
    return found
  }

  /// A place without its marks, so that a field that became optional is the same field.
  private static func field(_ place: String) -> String { place.filter { !marks.contains($0) } }

  private static let marks: Set<Character> = ["?", "~"]

  /// The first of the places on the way to two lines of one field whose marks differ.
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
