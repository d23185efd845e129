/// What both sides of a call have to agree on, as lines of text: one for each place in its request, response and
/// failure, with what is there.
///
///     request.userID: uint
///     response.avatar?: bytes
///     response.tags[]: tstr
///     failure.code: tstr
///
/// A place ends in `?` where the value may be missing or null, in `~` where it may only be null; `[]` stands for each
/// element of an array, `[0]` for the first of a tuple, `{}` for each value of a dictionary and `/name` for one of
/// several alternatives. The names of types are not in it, nor is the order of fields: what does not change the bytes
/// that can cross changes no line.
///
/// A value.
struct SchemaOutline: Sendable, Hashable {
  /// The parts of a call.
  enum Part: String, Sendable, CaseIterable {
    case request, response, failure
  }

  /// One place, and what is there.
  struct Line: Sendable, Hashable {
    let place: String
    let content: String

    init(place: String, content: String) {
      self.place = place
      self.content = content
    }

    /// The part that it is in; nil for none.
    var part: Part? { Part(rawValue: String(place.prefix { $0.isLetter })) }

    /// The line as text, without an end.
    var text: String { "\(place): \(content)" }
  }

  /// Sorted by their places within each part, and the parts in their order.
  let lines: [Line]

  /// 64 bits that stand for the lines; never 0.
  let fingerprint: UInt64

  /// - Parameter lines: In any order. Those of no part are left out.
  init(lines: [Line]) {
    self.lines = Part.allCases.flatMap { part in
      lines.filter { $0.part == part }.sorted { $0.place.utf8.lexicographicallyPrecedes($1.place.utf8) }
    }
    fingerprint = SchemaFingerprint(of: self.lines).rawValue
  }

  /// The fingerprint as it is written: `0x` and its digits.
  var hexadecimalFingerprint: String { "0x" + String(fingerprint, radix: 16) }

  /// The lines, each ended by a line feed.
  var text: String { lines.map { $0.text + "\n" }.joined() }
}
