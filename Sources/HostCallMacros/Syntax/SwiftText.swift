// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftParser
internal import SwiftSyntax

/// Returns a Swift string literal.
func literal(_ text: String) -> String { "\"\(escaped(text))\"" }

/// Returns the source of a text inside of a string literal.
func escaped(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case _ where scalar.value < 0x20 || scalar.value == 0x7f: result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
}

/// Returns a name as the identifier of a variable, in backticks if it needs them.
func identifier(_ name: String) -> String {
  isIdentifier(name) && !withOtherMeanings.contains(name) ? name : "`\(name)`"
}

/// Returns whether a name is an identifier without backticks.
func isIdentifier(_ name: String) -> Bool { name.isValidSwiftIdentifier(for: .variableName) }

/// Returns a name as the label of an argument, in backticks if it needs them.
///
/// Nearly all keywords are labels without backticks.
func argumentLabel(_ name: String) -> String {
  isIdentifier(name + "_") && !["_", "inout"].contains(name) ? name : "`\(name)`"
}

/// Returns a name as the label of a declared parameter, where `let` and `var` need backticks too.
func parameterLabel(_ name: String) -> String {
  ["let", "var"].contains(name) ? "`\(name)`" : argumentLabel(name)
}

/// The names of variables that are operators where an expression begins, or mean a type's type after a dot.
private let withOtherMeanings: Set = ["await", "unsafe", "Type", "Protocol"]

extension TokenSyntax {
  /// The name without the backticks in which it may be written.
  var name: String {
    let text = text
    return text.count > 2 && text.hasPrefix("`") && text.hasSuffix("`") ? String(text.dropFirst().dropLast()) : text
  }
}

extension SyntaxProtocol {
  /// The source in one line, without comments.
  var line: String {
    tokens(viewMode: .sourceAccurate).reduce(into: "") { line, token in
      if line.isEmpty { return line = token.text }
      let isApart = token.previousToken(viewMode: .sourceAccurate).map { token.isApart(from: $0) } ?? false
      line += (isApart ? " " : "") + token.text
    }
  }

  /// The text of the documentation comment before the declaration; `nil` if there is none.
  var documentation: String? { DocumentationComment.text(in: leadingTrivia) }
}

extension TokenSyntax {
  /// Returns a Boolean value that indicates whether white space or a comment is between this token and the previous
  /// one.
  fileprivate func isApart(from previous: TokenSyntax) -> Bool {
    !leadingTrivia.isEmpty || !previous.trailingTrivia.isEmpty
  }
}

extension String {
  /// The text with spaces before each of its lines.
  func indented(by level: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : String(repeating: "  ", count: level) + $0 }
      .joined(separator: "\n")
  }
}
#endif
