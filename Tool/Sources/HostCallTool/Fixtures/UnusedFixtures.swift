// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Finds the golden files that no test names.
///
/// A test names a fixture by a string: `try expectFixture(profile, "profile.basic")`, a constant defined elsewhere, a
/// string with interpolated values such as `"case.\(number)"` or `"case." + number`, or the name of an enum's case. A
/// fixture therefore counts as used if any string in the sources is its name or can become it. A name that is found by
/// mistake only keeps a file, but a missed name would have the file deleted. Strings in comments are ignored.
///
/// The checked folder may contain a test's folder (`in: "Fixtures/v1"`) or be inside it (`"v1/name"`), so either name
/// may have more leading folders than the other.
package struct UnusedFixtures {
  package enum Kind: CaseIterable {
    /// A `.cbor` file, or the `.diag` file beside it.
    case golden
    /// A `.schema` file.
    case schema
  }

  private struct Names {
    private var texts: Set<String> = []
    private var patterns: Set<[String]> = []

    mutating func insert(_ parts: [String]) {
      if parts.count == 1 { texts.insert(parts[0]) } else { patterns.insert(parts) }
    }

    func has(_ name: String) -> Bool {
      texts.contains(name) || patterns.contains { UnusedFixtures.matches(name, $0) }
    }
  }

  /// The maximum length of a path.
  private static let maximumLength = 4096

  private var names: [Kind: Names] = [:]
  /// The names without their leading folders.
  private var tails: [Kind: Names] = [:]

  package init() {}

  /// Reads a Swift source.
  package mutating func read(_ source: String) {
    for text in StringLiterals(of: source).all where text.parts.reduce(0, { $0 + $1.count }) <= Self.maximumLength {
      let kinds = Self.kinds(namedIn: text.call)
      // Outside of such a call, a string that consists of values, such as "\(a).\(b)", could be any name.
      func mayName(_ parts: [String]) -> Bool {
        kinds.count == 1 || parts.contains { $0.contains { $0.isLetter || $0.isNumber } }
      }
      for kind in kinds {
        if mayName(text.parts) { names[kind, default: Names()].insert(text.parts) }
        for tail in Self.tails(of: text.parts) where mayName(tail) { tails[kind, default: Names()].insert(tail) }
      }
    }
  }

  /// Returns the kinds of fixtures that the arguments of a function may name.
  private static func kinds(namedIn function: String?) -> [Kind] {
    switch function {
    case "expectFixture": [.golden]
    case "expectSchema": [.schema]
    default: Kind.allCases
    }
  }

  /// Returns whether a test may name a fixture.
  ///
  /// - Parameters:
  ///   - name: The fixture's path in the checked folder, without the extension.
  ///   - kind: The kind of the fixture.
  package func isUsed(_ name: String, as kind: Kind) -> Bool {
    tails[kind]?.has(name) ?? false
      || ([[name]] + Self.tails(of: [name])).contains { names[kind]?.has($0[0]) ?? false }
  }

  /// Returns the rest after each slash of a string with interpolated values.
  private static func tails(of parts: [String]) -> [[String]] {
    parts.indices.flatMap { index in
      parts[index].indices.filter { parts[index][$0] == "/" }.map { slash in
        [String(parts[index][slash...].dropFirst())] + parts[(index + 1)...]
      }
    }
  }

  /// Returns whether a string can become `name`.
  ///
  /// - Parameters:
  ///   - name: The name of a fixture.
  ///   - parts: The parts of the string before, between and after its interpolated values.
  package static func matches(_ name: String, _ parts: [String]) -> Bool {
    guard let first = parts.first, let last = parts.last, name.hasPrefix(first) else { return false }
    var rest = name.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      // The earliest match leaves the longest rest for the parts that follow.
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

/// The string literals in a Swift source.
private struct StringLiterals {
  struct Literal {
    /// The parts before, between and after the interpolated values.
    var parts: [String]
    /// The name of the innermost function whose argument the literal is.
    let call: String?
  }

  private(set) var all: [Literal] = []

  private let letters: [Character]
  private var position = 0
  /// The names of the functions whose parentheses are open; `nil` for other parentheses.
  private var calls: [String?] = []
  /// The number of interpolated values that enclose the position.
  private var depth = 0
  /// The deepest nesting of interpolated values that is read, which bounds the stack.
  private static let deepest = 256

  init(of source: String) {
    letters = Array(source)
    readCode(until: nil)
  }

  private func has(_ text: String) -> Bool {
    letters[position...].starts(with: text)
  }

  /// Reads until the end of the source, or the parenthesis that closes an interpolated value.
  private mutating func readCode(until end: Character?) {
    let depth = calls.count
    var word = ""
    var cases = CaseNames()
    // The `+` or `+=` that was just read.
    var plus = ""
    while position < letters.count {
      let letter = letters[position]
      if letter == end, calls.count == depth { return position += 1 }
      if has("//") {
        while position < letters.count, !letters[position].isNewline { position += 1 }
      } else if has("/*") {
        skipComment()
      } else if let hashes = startOfLiteral() {
        readLiteral(hashes: hashes, isAppended: plus.hasPrefix("+"))
      } else {
        if letter == "(" { calls.append(word.isEmpty ? nil : word) }
        if letter == ")" { _ = calls.popLast() }
        position += 1
      }
      if letter.isLetter || letter.isNumber || letter == "_" {
        word.append(letter)
      } else {
        if cases.end(word, at: letter) { all.append(Literal(parts: [word], call: nil)) }
        word = ""
      }
      if letter == "+" || letter == "=" { plus.append(letter) } else if !letter.isWhitespace { plus = "" }
    }
  }

  /// Skips a comment, which may contain other comments.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if has("/*") {
        depth += 1
        position += 2
      } else if has("*/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < letters.count
  }

  /// Returns the number of `#` of the literal that starts at the position; `nil` if no literal starts there.
  private func startOfLiteral() -> Int? {
    let hashes = letters[position...].prefix { $0 == "#" }.count
    guard position + hashes < letters.count, letters[position + hashes] == "\"" else { return nil }
    return hashes
  }

  /// Reads a literal.
  ///
  /// - Parameters:
  ///   - hashes: The number of `#` before the literal.
  ///   - isAppended: Whether the literal is appended to another value.
  private mutating func readLiteral(hashes: Int, isAppended: Bool) {
    let call = calls.last.flatMap(\.self)
    let marks = String(repeating: "#", count: hashes)
    position += hashes
    let quotes = has("\"\"\"") ? "\"\"\"" : "\""
    position += quotes.count
    var parts = isAppended ? ["", ""] : [""]
    while position < letters.count, !has(quotes + marks) {
      if has("\\" + marks) {
        position += 1 + hashes
        if position < letters.count, letters[position] == "(", depth < Self.deepest {
          position += 1
          depth += 1
          readCode(until: ")")
          depth -= 1
          parts.append("")
        } else if position < letters.count {
          // Of the characters that are written with a backslash, file names only contain these.
          parts[parts.count - 1].append(letters[position])
          position += 1
        }
        continue
      }
      // A single-line literal ends with its line, even without a closing quote.
      if quotes.count == 1, letters[position].isNewline { break }
      parts[parts.count - 1].append(letters[position])
      position += 1
    }
    position = min(position + quotes.count + hashes, letters.count)
    if letters[position...].first(where: { !$0.isWhitespace }) == "+" { parts.append("") }
    all.append(Literal(parts: parts, call: call))
  }
}

/// Recognizes the names of enum cases in their declarations, which are also their raw values by default.
private struct CaseNames {
  private var isInside = false
  /// Whether a name must follow, possibly on the next line.
  private var isListOpen = false

  /// Records that a word, which may be empty, ended at a letter; returns whether the word is the name of a case.
  mutating func end(_ word: String, at letter: Character) -> Bool {
    defer {
      if word == "case" {
        (isInside, isListOpen) = (true, true)
      } else {
        if !word.isEmpty { isListOpen = false }
        if letter == ":" || letter.isNewline && !isListOpen { isInside = false }
        if !letter.isWhitespace { isListOpen = letter == "," }
      }
    }
    return isInside && !word.isEmpty
  }
}
