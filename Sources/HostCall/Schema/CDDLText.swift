/// The spelling of CDDL's names and texts (RFC 8610, section 3.1).
enum CDDLText {
  /// A text literal.
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

  /// A literal of a raw value: a text, or a number.
  static func literal(ofValue value: Any) -> String { (value as? String).map { literal($0) } ?? "\(value)" }

  /// The key of a map: a bare word, where the text is one.
  static func key(_ text: String) -> String { isWord(text) ? text : literal(text) }

  /// As ``key(_:)``, with every character escaped that means something in an outline.
  static func place(_ text: String) -> String {
    if isWord(text) { return text }
    return "\"" + text.unicodeScalars.map { isWordPart($0) ? String($0) : escape($0) }.joined() + "\""
  }

  /// A name for a rule, as near to `text` as names can be.
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
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
