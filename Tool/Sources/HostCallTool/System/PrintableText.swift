// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Text from elsewhere without the control characters that would reach the terminal.
///
///     log_in⏎call 9, log_in: ok    →    log_in\ncall 9, log_in: ok
package enum PrintableText {
  /// Returns text on a line of its own, with escapes in place of control characters.
  package static func of(_ text: String) -> String { escaped(text, isControl) }

  /// Returns text of several lines, with escapes in place of control characters other than line feeds.
  package static func lines(of text: String) -> String { escaped(text) { $0 != "\n" && isControl($0) } }

  /// Whether a character controls a terminal, or begins a line.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
  }

  private static func escaped(_ text: String, _ isEscaped: (Unicode.Scalar) -> Bool) -> String {
    guard text.unicodeScalars.contains(where: isEscaped) else { return text }
    return text.unicodeScalars.map { isEscaped($0) ? escape($0) : String($0) }.joined()
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\n" { return "\\n" }
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
