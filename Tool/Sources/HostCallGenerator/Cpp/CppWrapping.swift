// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A list of arguments that may need several lines, as clang-format writes it with the Google style.
struct CppWrapping {
  let columns: Int
  /// The line up to the opening bracket.
  let head: String
  let arguments: [String]
  /// What follows after the closing bracket.
  let tail: String
  var brackets = (opening: "(", closing: ")")

  /// A declaration's parameters are aligned after the bracket, if each fits there.
  var declaration: [String] { single ?? (fits(aligned) ? aligned : broken) }

  /// A call's arguments are aligned after the bracket, unless a break there saves lines.
  var call: [String] { single ?? (fits(aligned) && aligned.count <= broken.count ? aligned : broken) }

  private var single: [String]? {
    let line = "\(head)\(brackets.opening)\(arguments.joined(separator: ", "))\(brackets.closing)\(tail)"
    return line.count <= columns ? [line] : nil
  }

  private var aligned: [String] { filled(after: head + brackets.opening, indentation: head.count + 1) }

  private var broken: [String] {
    let indentation = head.prefix { $0 == " " }.count + 4
    return [head + brackets.opening]
      + filled(after: String(repeating: " ", count: indentation), indentation: indentation)
  }

  private func fits(_ lines: [String]) -> Bool { lines.allSatisfy { $0.count <= columns } }

  /// Puts as many arguments on each line as fit.
  private func filled(after start: String, indentation: Int) -> [String] {
    var lines: [String] = []
    var line = start
    for (index, argument) in arguments.enumerated() {
      let piece = argument + (index + 1 == arguments.count ? "\(brackets.closing)\(tail)" : ",")
      if index > 0, line.count + 1 + piece.count > columns {
        lines.append(line)
        line = String(repeating: " ", count: indentation) + piece
      } else {
        line += index > 0 ? " \(piece)" : piece
      }
    }
    return lines + [line]
  }
}
