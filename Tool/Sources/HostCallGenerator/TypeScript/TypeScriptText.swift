// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Spells text in TypeScript: literals, comments and lists.
enum TypeScriptText {
  /// The columns of a line.
  static let width = 120

  /// Returns a string literal.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\\(scalar)"
      case "\n": literal += "\\n"
      case " "..."~": literal.unicodeScalars.append(scalar)
      default: literal += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return literal + "\""
  }

  /// Returns the name of a property, in quotes unless it is an identifier.
  static func property(_ name: String) -> String {
    let letters = name.unicodeScalars
    let isIdentifier = letters.allSatisfy { letter in
      ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) || ("0"..."9").contains(letter) || letter == "_"
    }
    guard isIdentifier, let first = letters.first, !("0"..."9").contains(first) else { return literal(name) }
    return name
  }

  /// Returns the lines of a comment that documents a declaration; none without paragraphs.
  static func comment(_ paragraphs: [String?], indent: Int = 0) -> [String] {
    let spaces = String(repeating: " ", count: indent)
    let text = paragraphs.compactMap(\.self).filter { !$0.isEmpty }.map(printable).joined(separator: "\n\n")
    let lines = wrapped(text, width: width - indent - 3)
    guard let first = lines.first else { return [] }
    if lines.count == 1, indent + first.count + 7 <= width { return ["\(spaces)/** \(first) */"] }
    return ["\(spaces)/**"] + lines.map { $0.isEmpty ? "\(spaces) *" : "\(spaces) * \($0)" } + ["\(spaces) */"]
  }

  /// Returns a list in one line if that fits, otherwise with a line for each item.
  static func list(_ head: String, _ items: [String], _ tail: String, indent: Int = 0, separator: String = ",")
    -> [String]
  {
    let spaces = String(repeating: " ", count: indent)
    let one = spaces + head + items.joined(separator: "\(separator) ") + tail
    if one.count <= width { return [one] }
    return [spaces + head] + items.map { "\(spaces)  \($0)\(separator)" } + [spaces + tail]
  }

  /// Replaces what would end a comment, and what no source file should contain.
  private static func printable(_ text: String) -> String {
    var printable = ""
    for scalar in text.unicodeScalars {
      let isPrintable = scalar == "\n" || (" "..."~").contains(scalar) || scalar.value >= 0xa1
      printable.unicodeScalars.append(isPrintable && scalar.properties.generalCategory != .format ? scalar : " ")
    }
    return printable.replacing("*/", with: "*\\/")
  }

  /// Breaks lines that are too long at spaces.
  private static func wrapped(_ text: String, width: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { TextWrapping.lines($0, width: width) }
  }
}
