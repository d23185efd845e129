// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Literals of C++.
enum CppLiteral {
  /// A literal of text that is converted to `std::string_view`, also if the text contains a NUL.
  static func text(_ text: String) -> String {
    let literal = "\"\(text.unicodeScalars.map(escaped).joined())\""
    return text.unicodeScalars.contains("\0") ? "std::string_view(\(literal), \(text.utf8.count))" : literal
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    default:
      guard scalar.value < 0x20 || scalar.value == 0x7f else { return String(scalar) }
      let digits = String(scalar.value, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
  }
}
