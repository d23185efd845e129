// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A piece of Python that is written on one line if it fits, and otherwise with each item on a line of its own.
///
///     codec.array(codec.TEXT)      codec.record(
///                                      Profile,
///                                      codec.Field("name", "name", codec.TEXT),
///                                  )
///
/// The comma after the last item is what keeps `ruff format` from joining the lines again.
indirect enum PythonExpression {
  case text(String)
  /// What opens, such as `codec.array(`; the items; and what closes, such as `)`.
  case group(String, [PythonExpression], String)

  /// The maximum length of a line, the formatter's default.
  static let width = 88

  /// Returns a call.
  static func call(_ function: String, _ arguments: [PythonExpression]) -> PythonExpression {
    .group("\(function)(", arguments, ")")
  }

  /// The expression on one line.
  var flat: String {
    switch self {
    case .text(let text): text
    case .group(let open, let items, let close): open + items.map(\.flat).joined(separator: ", ") + close
    }
  }

  /// Returns the lines of the expression.
  ///
  /// - Parameters:
  ///   - indent: The number of spaces in front of each line.
  ///   - prefix: What is before the expression, such as `x = `.
  ///   - suffix: What is after it.
  func lines(indent: Int, prefix: String = "", suffix: String = "") -> [String] {
    let (spaces, line) = (String(repeating: " ", count: indent), prefix + flat + suffix)
    guard case .group(let open, let items, let close) = self, !items.isEmpty, indent + line.count > Self.width else {
      return [spaces + line]
    }
    // A statement whose first line would be too long has its value in parentheses.
    if prefix.hasSuffix("= "), indent + prefix.count + open.count > Self.width {
      return [spaces + prefix + "("] + lines(indent: indent + 4) + [spaces + ")" + suffix]
    }
    return [spaces + prefix + open] + items.flatMap { $0.lines(indent: indent + 4, suffix: ",") }
      + [spaces + close + suffix]
  }
}

extension PythonExpression: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  init(stringLiteral text: String) { self = .text(text) }
}
