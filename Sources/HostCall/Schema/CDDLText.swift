// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Spells the names and text literals of CDDL (RFC 8610, section 3.1).
enum CDDLText {
  /// Returns a text literal.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\\(scalar)"
      case " "...: literal.unicodeScalars.append(scalar)
      default: literal += escape(scalar)
      }
    }
    return literal + "\""
  }

  /// Returns the literal of a raw value, which is text or a number.
  static func literal(ofValue value: Any) -> String { (value as? String).map { literal($0) } ?? "\(value)" }

  /// Returns a map key: a bare word if possible, otherwise a text literal.
  static func key(_ text: String) -> String { isWord(text) ? text : literal(text) }

  /// Returns a key like ``key(_:)``, escaping every character that has a meaning in an outline.
  static func place(_ text: String) -> String {
    if isWord(text) { return text }
    return "\"" + text.unicodeScalars.map { isWordPart($0) ? String($0) : escape($0) }.joined() + "\""
  }

  /// Returns a rule name that is as close to `text` as CDDL permits.
  static func name(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      if isWordPart(scalar) {
        name.unicodeScalars.append(scalar)
      } else if scalar == ".", !name.isEmpty, name.last != ".", name.last != "-" {
        name += "."
      } else if !name.isEmpty, name.last != "-", name.last != "." {
        name += "-"
      }
    }
    while name.last == "-" || name.last == "." { name.removeLast() }
    return name.first.map { $0.isLetter || $0 == "_" } == true ? name : "_" + name
  }

  private static func isWord(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return text.unicodeScalars.allSatisfy(isWordPart)
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { "\\u" + Hexadecimal.digits(of: $0, count: 4) }.joined()
  }
}
