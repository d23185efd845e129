// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// How an answer is printed.
enum AnswerFormat: String, EnumerableFlag {
  case notation, pretty, json, hex, raw

  static func help(for value: AnswerFormat) -> ArgumentHelp? {
    switch value {
    case .notation: "Print answers in diagnostic notation."
    case .pretty: "Print each element on its own line."
    case .json: "Print JSON: bytes as base64url, tags dropped (RFC 8949, section 6.1)."
    case .hex: "Print the bytes that crossed, in hexadecimal."
    case .raw: "Write the bytes that crossed; items one after the other."
    }
  }

  /// Returns what to print for an answer or an item.
  ///
  /// - Throws: An error if JSON cannot hold the answer.
  func output(_ bytes: [UInt8], _ codec: PartCodec) throws(CommandError) -> [UInt8] {
    switch self {
    case .raw: bytes
    case .hex: Array(HexLine.text(of: bytes).utf8) + [UInt8(ascii: "\n")]
    case .json: Array((try Self.json(codec.value(of: bytes)) + "\n").utf8)
    case .notation, .pretty: Array((codec.notation(of: bytes, indented: self == .pretty) + "\n").utf8)
    }
  }

  private static func json(_ value: CBORValue) throws(CommandError) -> String {
    do throws(CBORError) {
      return try JSONText.of(value, isPretty: false)
    } catch {
      throw .malformedData("the answer: \(error.message)")
    }
  }
}
