/// What both sides of a call have to agree on, as lines of text: one for each place in its request, response and failure, with
/// what is there.
///
///     request.userID: uint
///     response.avatar?: bytes
///     response.tags[]: tstr
///     failure.code: tstr
///
/// A place ends in `?` where the value may be missing or null, `[]` stands for each element of an array, `[0]` for the first
/// of a tuple, `{}` for each value of a dictionary and `/name` for one of several alternatives. The names of types are
/// not in it, nor is the order of fields: what does not change the bytes that can cross changes no line.
///
/// A value. The bridge never looks at what the lines say: it compares them.
package struct SchemaOutline: Sendable, Hashable {
  /// The parts of a call.
  package enum Part: String, Sendable, CaseIterable {
    case request, response, failure

    /// Where its share of a fingerprint is: 21 bits for the request, 21 for the response, 22 for the failure.
    fileprivate var shift: UInt64 {
      switch self {
      case .request: 43
      case .response: 22
      case .failure: 0
      }
    }

    fileprivate var mask: UInt64 { self == .failure ? 1 << 22 - 1 : 1 << 21 - 1 }
  }

  /// One place, and what is there.
  package struct Line: Sendable, Hashable {
    package let place: String
    package let content: String

    package init(place: String, content: String) {
      self.place = place
      self.content = content
    }

    /// The place without its marks of what may be missing, so that a field that became optional is the same field.
    fileprivate var field: String { place.filter { $0 != "?" } }

    fileprivate var isOptional: Bool { place.last == "?" }
  }

  /// Sorted by their places within each part, and the parts in their order.
  package let lines: [Line]

  /// 64 bits that stand for the outline, never 0. Each part has its own: so two fingerprints that differ say themselves in
  /// which part.
  ///
  /// A part's share is the FNV-1a hash of its text (64 bits), folded by exclusive or. It tells mistakes apart, and is not made
  /// to resist who wants two to be the same.
  package let fingerprint: UInt64

  /// - Parameter lines: In any order. Those of no part are left out.
  package init(lines: [Line]) {
    let parts = Part.allCases.map { part in
      lines.filter { Self.part(of: $0) == part }.sorted { $0.place.utf8.lexicographicallyPrecedes($1.place.utf8) }
    }
    self.lines = parts.flatMap { $0 }
    let fingerprint = zip(Part.allCases, parts).reduce(0) { $0 | Self.share(of: $1.0, $1.1) << $1.0.shift }
    self.fingerprint = fingerprint == 0 ? 1 : fingerprint
  }

  /// Reads an outline from its text; lines that are none are left out.
  package init(text: String) {
    self.init(
      lines: text.split(separator: "\n").compactMap { line in
        guard let colon = line.firstRange(of: ": ") else { return nil }
        return Line(place: String(line[..<colon.lowerBound]), content: String(line[colon.upperBound...]))
      })
  }

  /// The lines, each ended by a line feed.
  package var text: String { Self.text(of: lines) }

  private static func text(of lines: [Line]) -> String { lines.map { "\($0.place): \($0.content)\n" }.joined() }

  private static func share(of part: Part, _ lines: [Line]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text(of: lines).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (hash ^ hash >> 21 ^ hash >> 42) & part.mask
  }

  /// The lines of one part.
  package func lines(of part: Part) -> [Line] { lines.filter { Self.part(of: $0) == part } }

  private static func part(of line: Line) -> Part? {
    Part(rawValue: String(line.place.prefix { $0.isLetter }))
  }

  // MARK: Differences

  /// How the host's schema differs from this one, which is the core's, in words.
  ///
  /// - Parameters:
  ///   - fingerprint: The host's; not this one's.
  ///   - host: The host's outline, if it gave one: then each place that differs is named, and otherwise each part.
  package func difference(fromHost fingerprint: UInt64, _ host: SchemaOutline?) -> String {
    let places = host.map { differences(from: $0) } ?? []
    if !places.isEmpty {
      return Self.list(places, separator: "; ", atMost: 8)
    }
    let differing = Part.allCases.filter { (fingerprint ^ self.fingerprint) >> $0.shift & $0.mask != 0 }
    let agreeing = Part.allCases.filter { !differing.contains($0) }.map(\.rawValue)
    let parts = differing.map { part -> String in
      let lines = lines(of: part).map { "\($0.place): \($0.content)" }
      return "the \(part.rawValue) differs, of which the core has \(Self.list(lines, separator: ", ", atMost: 16))"
    }
    let rest = agreeing.isEmpty ? "" : "; \(agreeing.joined(separator: " and ")) \(agreeing.count == 1 ? "is" : "are") the same"
    return parts.joined(separator: "; ") + rest
  }

  private func differences(from host: SchemaOutline) -> [String] {
    let own = Dictionary(lines.map { ($0.field, $0) }) { first, _ in first }
    let other = Dictionary(host.lines.map { ($0.field, $0) }) { first, _ in first }
    let fields = SchemaOutline(lines: lines + host.lines).lines.map(\.field)
    var seen: Set<String> = []
    return fields.filter { seen.insert($0).inserted }.compactMap { field in
      switch (other[field], own[field]) {
      case (let host?, nil): "\(field): the host has \(host.content), the core has no such place"
      case (nil, let core?): "\(field): the host has no such place, the core has \(core.content)"
      case (let host?, let core?) where host.content != core.content:
        "\(field): the host has \(host.content), the core \(core.content)"
      case (let host?, let core?) where host.isOptional != core.isOptional:
        core.isOptional
          ? "\(field): the core lets it be missing, the host does not" : "\(field): the host lets it be missing, the core does not"
      default: nil
      }
    }
  }

  private static func list(_ items: [String], separator: String, atMost limit: Int) -> String {
    if items.isEmpty { return "nothing" }
    let rest = items.count - limit
    return items.prefix(limit).joined(separator: separator) + (rest > 0 ? "\(separator)and \(rest) more" : "")
  }
}
