// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The text of documentation comments, for the schema.
enum DocumentationComment {
  /// Returns the text of the comments `///` and `/** */` in trivia; `nil` if there are none.
  static func text(in trivia: Trivia) -> String? {
    var lines: [Substring] = []
    for piece in trivia {
      switch piece {
      case .docLineComment(let comment): lines.append(comment.dropFirst(3))
      case .docBlockComment(let comment):
        for line in comment.dropFirst(3).dropLast(2).split(separator: "\n", omittingEmptySubsequences: false) {
          // The usual column of asterisks.
          let start = line.drop { $0 == " " || $0 == "\t" }
          lines.append(start.hasPrefix("*") ? start.dropFirst() : line)
        }
      // A comment of another kind, or an empty line, separates a documentation comment from the declaration.
      case .newlines(let count) where count > 1: lines = []
      case .lineComment, .blockComment: continue
      default: continue
      }
    }
    let indentation = lines.filter { !$0.allSatisfy(\.isWhitespace) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    let text = lines.map { line in
      var line = line.dropFirst(min(indentation, line.prefix { $0 == " " }.count))
      while line.last?.isWhitespace == true { line.removeLast() }
      return line
    }
    let start = text.drop(while: \.isEmpty)
    guard let last = start.lastIndex(where: { !$0.isEmpty }) else { return nil }
    return start[...last].joined(separator: "\n")
  }

  /// Returns a documentation comment with a text.
  static func comment(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "///" : "/// " + $0 }
      .joined(separator: "\n")
  }
}
#endif
