// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Spells text in Python: literals and docstrings.
enum PythonText {
  /// Returns a string literal, with the quotes that need fewer escapes.
  static func literal(_ text: String) -> String {
    let doubles = text.unicodeScalars.count { $0 == "\"" }
    let quote: Unicode.Scalar = doubles > text.unicodeScalars.count { $0 == "'" } ? "'" : "\""
    var literal = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\": literal += "\\\(scalar)"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      case " "..."~": literal.unicodeScalars.append(scalar)
      default: literal += escape(scalar)
      }
    }
    return "\(quote)\(literal)\(quote)"
  }

  /// Returns the lines of a docstring: the text, in lines that fit.
  static func docstring(_ text: String, indent: Int) -> [String] {
    let spaces = String(repeating: " ", count: indent)
    var lines = wrapped(escaped(text), width: PythonExpression.width - indent - 6)
    // A quote at the start would be read as a part of the quotes before it.
    if lines[0].hasPrefix("\"") { lines[0] = " " + lines[0] }
    let last = lines[lines.count - 1]
    let isOneLine = lines.count == 1
    lines[0] = "\"\"\"" + lines[0]
    if isOneLine, last.last != "\"", last.last != "\\" {
      lines[0] += "\"\"\""
    } else {
      lines.append("\"\"\"")
    }
    return lines.map { $0.isEmpty ? "" : spaces + $0 }
  }

  /// Returns the lines of a comment.
  static func comment(_ text: String, indent: Int) -> [String] {
    wrapped(escaped(text), width: PythonExpression.width - indent - 2).filter { !$0.isEmpty }
      .map { String(repeating: " ", count: indent) + "# " + $0 }
  }

  /// Escapes what would end a docstring, and what no source file should contain.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n", " "..."~": escaped.unicodeScalars.append(scalar)
      case "\u{A0}"... where scalar.properties.generalCategory != .format: escaped.unicodeScalars.append(scalar)
      default: escaped += scalar == "\r" || scalar == "\t" ? " " : "\\" + escape(scalar)
      }
    }
    return escaped.replacing("\"\"\"", with: "\\\"\\\"\\\"")
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let (long, digits) = (scalar.value > 0xffff, String(scalar.value, radix: 16))
    return (long ? "\\U" : "\\u") + String(repeating: "0", count: (long ? 8 : 4) - digits.count) + digits
  }

  /// Returns the lines of a text.
  ///
  /// The lines of a paragraph are filled; those of lists and code stay apart.
  private static func wrapped(_ text: String, width: Int) -> [String] {
    var paragraphs: [String] = []
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isFence = line.hasPrefix("```")
      if isFence { isCode.toggle() }
      let continues = line.first.map { !"-*#>|+ 0123456789".contains($0) } ?? false
      if continues, !isCode, !isFence, let last = paragraphs.last, !last.isEmpty, !last.hasPrefix("```") {
        paragraphs[paragraphs.count - 1] = "\(last) \(line)"
      } else {
        paragraphs.append(String(line))
      }
    }
    var lines: [String] = []
    for line in paragraphs {
      if line.count > width {
        lines += TextWrapping.lines(line, width: width)
      } else {
        lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
      }
    }
    while lines.count > 1, lines[lines.count - 1].isEmpty { lines.removeLast() }
    return lines
  }
}
