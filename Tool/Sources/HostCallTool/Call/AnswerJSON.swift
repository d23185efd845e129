// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CBORCodec

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A value as JSON.
///
/// Source: RFC 8949, section 6.1. Bytes become base64url, or what a tag around them expects; bignums as well, with `~`
/// in front of a negative one; other tags are dropped. What JSON does not have becomes null. Keys that are no text
/// become text: integers in decimal, others in notation.
package struct AnswerJSON {
  /// The text, on one line.
  package private(set) var text = ""

  package init(_ value: CBORValue) { write(value) }

  private mutating func write(_ value: CBORValue) {
    switch value {
    case .unsigned, .negative: text += "\(value.integer ?? 0)"
    case .bytes(let bytes): write(Self.base64url(bytes))
    case .text(let string): write(string)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element)
      }
      text += "]"
    case .map(let pairs):
      text += "{"
      for (index, pair) in pairs.enumerated() {
        if index > 0 { text += "," }
        if case .text(let key) = pair.key { write(key) } else { write(pair.key.diagnosticDescription) }
        text += ":"
        write(pair.value)
      }
      text += "}"
    case .tagged(let tag, let content): write(content, in: tag)
    case .simple(20): text += "false"
    case .simple(21): text += "true"
    case .simple: text += "null"
    case .float(let number): text += number.isFinite ? "\(number)" : "null"
    }
  }

  private mutating func write(_ content: CBORValue, in tag: UInt64) {
    switch (tag, content) {
    case (3, .bytes(let bytes)): write("~" + Self.base64url(bytes))
    case (22, .bytes(let bytes)): write(Data(bytes).base64EncodedString())
    case (23, .bytes(let bytes)): write(HexLine.text(of: bytes))
    default: write(content)
    }
  }

  private static func base64url(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
  }

  /// Source: RFC 8259, section 7.
  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..."\u{1f}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
