// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The interface that both sides of a call must agree on, as lines of text: one for each place in its request, response
/// and failure, with the type there.
///
///     request.userID: uint
///     response.avatar?: bytes
///     response.tags[]: tstr
///     failure.code: tstr
///
/// A place ends in `?` if the value may be missing or null, in `~` if it may only be null; `[]` stands for each element
/// of an array, `[0]` for the first of a tuple, `{}` for each value of a dictionary, and `/name` for one of several
/// alternatives. The outline of a stream begins with the line `kind: stream`, and `response` stands for each of its
/// elements; that of an event begins with `kind: event`, and has the one part `payload`. So neither is ever that of a
/// call. The names of types and the order of fields do not appear: what does not change the encoded bytes does not
/// change the outline.
///
/// Thread safety: a value.
struct SchemaOutline: Sendable, Hashable {
  /// The parts of a call or stream, and the one part of an event.
  enum Part: String, Sendable, CaseIterable {
    case request, response, failure
    case payload

    static let ofCalls: [Part] = [.request, .response, .failure]
  }

  /// A place and its content.
  struct Line: Sendable, Hashable {
    let place: String
    let content: String

    init(place: String, content: String) {
      self.place = place
      self.content = content
    }

    /// The part of the call that contains the place; `nil` if none does.
    var part: Part? { Part(rawValue: String(place.prefix { $0.isLetter })) }

    /// The line as text, without a line feed.
    var text: String { "\(place): \(content)" }
  }

  /// The lines, in the order of the parts and sorted by place within each.
  let lines: [Line]

  /// The fingerprint of the lines, never 0.
  let fingerprint: UInt64

  private let kind: CallKind

  /// - Parameters:
  ///   - lines: The lines in any order; those outside of all parts are dropped.
  ///   - kind: Whether the outline is that of a call, a stream or an event.
  init(lines: [Line], kind: CallKind = .call) {
    self.kind = kind
    // The line that distinguishes streams and events from calls belongs to no part.
    self.lines =
      (kind == .call ? [] : [Line(place: "kind", content: "\(kind)")])
      + Part.allCases.flatMap { part in
        lines.filter { $0.part == part }.sorted { $0.place.utf8.lexicographicallyPrecedes($1.place.utf8) }
      }
    fingerprint = SchemaFingerprint(of: self.lines).rawValue
  }

  /// Creates an outline from its text; a line without a place is dropped.
  init(text: String, kind: CallKind) {
    let lines: [Line] = text.split(separator: "\n").compactMap { (line: Substring) -> Line? in
      guard let colon = line.firstRange(of: ": ") else { return nil }
      return Line(place: String(line[..<colon.lowerBound]), content: String(line[colon.upperBound...]))
    }
    self.init(lines: lines, kind: kind)
  }

  /// The outline of the request and the response alone.
  var payloads: SchemaOutline {
    SchemaOutline(lines: lines.filter { $0.part != .failure }, kind: kind)
  }

  /// The fingerprint in hexadecimal, with the prefix `0x`.
  var hexadecimalFingerprint: String { Hexadecimal.prefixed(fingerprint) }

  /// The lines as text, each ended by a line feed.
  var text: String { lines.map { $0.text + "\n" }.joined() }
}
