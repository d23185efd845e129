/// Which golden files are named by no test any more.
///
/// A test names a fixture by a text: `try expectFixture(profile, "profile.basic")`, a constant that is defined
/// elsewhere, or, in the call itself, a text that values are put into: `"case.\(number)"`. So a fixture is in use if a
/// text of the sources is its name, or a text in a call of `expectFixture` or `expectSchema` can become it. What stands
/// in comments names nothing.
package struct UnusedFixtures {
  /// The texts of the sources.
  private var names: Set<Substring> = []
  /// The texts with values in them, in the calls that name fixtures: what stands before, between and after the values.
  private var patterns: Set<[String]> = []

  package init() {}

  /// Reads a source in Swift.
  package mutating func read(_ source: String) {
    for text in SwiftTexts(of: source).all {
      if text.parts.count == 1 {
        names.insert(text.parts[0][...])
      } else if text.call == "expectFixture" || text.call == "expectSchema" {
        patterns.insert(text.parts)
      }
    }
  }

  /// Whether a test may name a fixture.
  ///
  /// - Parameter name: Its path in its folder, without the extension.
  package func isUsed(_ name: String) -> Bool {
    names.contains(name[...]) || patterns.contains { Self.matches(name, $0) }
  }

  /// Whether a text can become a name: with something in place of each of its values.
  package static func matches(_ name: String, _ parts: [String]) -> Bool {
    guard let first = parts.first, let last = parts.last, name.hasPrefix(first) else { return false }
    var rest = name.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      // The earliest place leaves the most for those that follow.
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

/// The texts in a source in Swift.
private struct SwiftTexts {
  struct Text {
    /// What stands before, between and after the values in it.
    var parts: [String]
    /// The innermost function that it is an argument of, by its name.
    let call: String?
  }

  private(set) var all: [Text] = []

  private let letters: [Character]
  private var place = 0
  /// The functions whose parentheses are open; nil for those of no call.
  private var calls: [String?] = []

  init(of source: String) {
    letters = Array(source)
    readCode(until: nil)
  }

  private func has(_ text: String) -> Bool {
    letters[place...].starts(with: text)
  }

  /// Reads until the end, or the parenthesis that closes a value in a text.
  private mutating func readCode(until end: Character?) {
    let depth = calls.count
    var word = ""
    while place < letters.count {
      let letter = letters[place]
      if letter == end, calls.count == depth { return place += 1 }
      if has("//") {
        while place < letters.count, !letters[place].isNewline { place += 1 }
      } else if has("/*") {
        skipComment()
      } else if let hashes = startOfText() {
        readText(hashes: hashes)
      } else {
        if letter == "(" { calls.append(word.isEmpty ? nil : word) }
        if letter == ")" { _ = calls.popLast() }
        place += 1
      }
      if letter.isLetter || letter.isNumber || letter == "_" { word.append(letter) } else { word = "" }
    }
  }

  /// Comments may be in comments.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if has("/*") {
        depth += 1
        place += 2
      } else if has("*/") {
        depth -= 1
        place += 2
      } else {
        place += 1
      }
    } while depth > 0 && place < letters.count
  }

  /// How many `#` a text has that begins here.
  private func startOfText() -> Int? {
    let hashes = letters[place...].prefix { $0 == "#" }.count
    guard place + hashes < letters.count, letters[place + hashes] == "\"" else { return nil }
    return hashes
  }

  private mutating func readText(hashes: Int) {
    let call = calls.last.flatMap(\.self)
    let marks = String(repeating: "#", count: hashes)
    place += hashes
    let quotes = has("\"\"\"") ? "\"\"\"" : "\""
    place += quotes.count
    var parts = [""]
    while place < letters.count, !has(quotes + marks) {
      if has("\\" + marks) {
        place += 1 + hashes
        if place < letters.count, letters[place] == "(" {
          place += 1
          readCode(until: ")")
          parts.append("")
        } else if place < letters.count {
          // No name of a file has one of the letters that are written so, but for these.
          parts[parts.count - 1].append(letters[place])
          place += 1
        }
        continue
      }
      // A text of one line ends with it, whatever is missing.
      if quotes.count == 1, letters[place].isNewline { break }
      parts[parts.count - 1].append(letters[place])
      place += 1
    }
    place = min(place + quotes.count + hashes, letters.count)
    all.append(Text(parts: parts, call: call))
  }
}
