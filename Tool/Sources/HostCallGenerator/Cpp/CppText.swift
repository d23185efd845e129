// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Lines of C++ as clang-format with the Google style and 120 columns writes them.
struct CppText {
  private static let width = 120

  private(set) var lines: [String] = []
  private let columns: Int

  /// Creates a text whose lines are later indented by so many columns.
  init(indentation: Int = 0) { columns = Self.width - indentation }

  mutating func line(_ text: String = "") { lines.append(text) }

  mutating func append(_ other: CppText) { lines += other.lines }

  /// Adds lines with a deeper indentation.
  mutating func append(indented other: CppText) { lines += other.lines.map { $0.isEmpty ? "" : "  \($0)" } }

  /// Adds a comment of documentation; nothing, if there is no text.
  ///
  /// What does not fit into a line begins the next one of its paragraph.
  mutating func documentation(_ text: String?, indentation: Int = 0) {
    guard let text else { return }
    let start = String(repeating: " ", count: indentation) + "///"
    var carried = ""
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let visible = String(line.map { $0.asciiValue.map { $0 < 0x20 } == true ? " " : $0 })
      var rest = Self.ended(visible[...])
      if !carried.isEmpty, rest.first?.isLetter != true {
        lines.append("\(start) \(carried)")
        carried = ""
      }
      if !carried.isEmpty { rest = "\(carried) \(rest)" }
      carried = ""
      while start.count + 1 + rest.count > columns, let space = lastSpace(rest, within: start.count + 1) {
        lines.append("\(start) \(Self.ended(rest[..<space]))")
        rest = rest[rest.index(after: space)...].drop { $0 == " " }
        carried = String(rest)
      }
      if carried.isEmpty { lines.append(rest.isEmpty ? start : "\(start) \(rest)") }
    }
    if !carried.isEmpty { lines.append("\(start) \(carried)") }
  }

  /// Adds a declaration `head(arguments)tail`, on one line or with its parameters below each other.
  mutating func declaration(_ head: String, _ parameters: [String], tail: String) {
    lines += ArgumentWrapping(columns: columns, head: head + "(", arguments: parameters, tail: ")" + tail).declaration
  }

  /// Adds a function whose body is one statement, on one line if that is possible.
  ///
  /// - Parameters:
  ///   - head: What comes before the body.
  ///   - statement: The statement, up to its arguments.
  ///   - arguments: The arguments of the statement's call.
  mutating func function(_ head: String, statement: String, arguments: [String]) {
    let short = "\(head) { \(statement)(\(arguments.joined(separator: ", "))); }"
    guard short.count > columns else { return lines.append(short) }
    lines.append("\(head) {")
    lines += ArgumentWrapping(columns: columns, head: "  \(statement)(", arguments: arguments, tail: ");").call
    lines.append("}")
  }

  /// The text without blank lines that clang-format removes, with a line feed at its end.
  var text: String {
    var kept: [String] = []
    for line in lines where !(line.isEmpty && kept.last?.isEmpty != false) { kept.append(line) }
    while kept.last?.isEmpty == true { kept.removeLast() }
    return kept.joined(separator: "\n") + "\n"
  }

  /// The text without a backslash at its end, which would continue a comment.
  private static func ended(_ text: Substring) -> Substring {
    text.lastIndex { $0 != " " && $0 != "\\" }.map { text[...$0] } ?? ""
  }

  private func lastSpace(_ text: Substring, within indentation: Int) -> Substring.Index? {
    let limit = text.index(text.startIndex, offsetBy: columns - indentation, limitedBy: text.endIndex) ?? text.endIndex
    return text[..<limit].lastIndex(of: " ") ?? text.firstIndex(of: " ")
  }
}
