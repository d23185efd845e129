// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Converts items to JSON as RFC 8949, section 6.1, advises.
///
///     h'fbff'  "-_8"    22(h'fbff')  "+/8="    23(h'fbff')  "fbff"    bytes
///     18446744073709551616  "AQAAAAAAAAAA"     its negative neighbour  "~AQAAAAAAAAAA"
///     1(0)  0    NaN  null    undefined  null    {1: 2}  refused
struct JSONText {
  /// How the byte strings in a value are spelled: tags 21 to 23.
  private enum Spelling: UInt64 {
    case base64URL = 21, base64, base16
  }

  private let isPretty: Bool
  private var text = ""

  /// Returns the text of a value.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - isPretty: Whether each element is on its own line.
  /// - Throws: An error with the code `notJSON` for a map whose keys are not text.
  static func of(_ value: CBORValue, isPretty: Bool) throws(CBORError) -> String {
    var writer = JSONText(isPretty: isPretty)
    try writer.write(value, .base64URL, depth: 0)
    return writer.text
  }

  private init(isPretty: Bool) {
    self.isPretty = isPretty
  }

  private mutating func write(_ value: CBORValue, _ spelling: Spelling, depth: Int) throws(CBORError) {
    switch value {
    case .unsigned, .negative, .text: text += value.diagnosticDescription
    case .bytes(let bytes): text += "\"\(Self.spell(bytes, spelling))\""
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        separate(index, depth + 1)
        try write(element, spelling, depth: depth + 1)
      }
      close("]", isEmpty: elements.isEmpty, depth)
    case .map(let pairs):
      text += "{"
      for (index, pair) in pairs.enumerated() {
        guard case .text = pair.key else {
          let message = "a map has the key \(pair.key.diagnosticDescription); JSON has only text as keys"
          throw CBORError(code: CBORError.Code(rawValue: "notJSON"), offset: 0, message: message)
        }
        separate(index, depth + 1)
        text += pair.key.diagnosticDescription + ": "
        try write(pair.value, spelling, depth: depth + 1)
      }
      close("}", isEmpty: pairs.isEmpty, depth)
    case .tagged(2, .bytes(let bytes)): text += "\"\(Self.spell(bytes, .base64URL))\""
    case .tagged(3, .bytes(let bytes)): text += "\"~\(Self.spell(bytes, .base64URL))\""
    case .tagged(let tag, let content):
      try write(content, Spelling(rawValue: tag) ?? spelling, depth: depth)
    case .simple(20): text += "false"
    case .simple(21): text += "true"
    case .float(let number) where number.isFinite: text += value.diagnosticDescription
    // The substitute value.
    case .simple, .float: text += "null"
    }
  }

  private mutating func separate(_ index: Int, _ depth: Int) {
    if index > 0 { text += isPretty ? "," : ", " }
    breakLine(depth)
  }

  private mutating func close(_ bracket: String, isEmpty: Bool, _ depth: Int) {
    if !isEmpty { breakLine(depth) }
    text += bracket
  }

  private mutating func breakLine(_ depth: Int) {
    if isPretty { text += "\n" + String(repeating: "  ", count: min(depth, 16)) }
  }

  private static func spell(_ bytes: [UInt8], _ spelling: Spelling) -> String {
    switch spelling {
    case .base16: return HexLine.text(of: bytes)
    case .base64: return Data(bytes).base64EncodedString()
    case .base64URL:
      let text = Data(bytes).base64EncodedString()
      return String(text.filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
  }
}
