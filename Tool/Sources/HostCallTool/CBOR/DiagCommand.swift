// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor diag`: prints CBOR in diagnostic notation.
struct DiagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diag",
    abstract: "Prints CBOR in diagnostic notation (RFC 8949, section 8), byte by byte, or as JSON.",
    discussion: """
      Reads one item, or a sequence of items (RFC 8742), and prints each on its own line. With --lines it reads one \
      message in hex per line, and prints "ok NOTATION" or "error CODE OFFSET MESSAGE" for each.

      With --json it prints what RFC 8949, section 6.1, advises: byte strings and bignums as text in base64url, or as \
      tags 21 to 23 say; null for undefined, other simple values, NaN and infinities; and the content of other tags. \
      A map with a key that is not text is an error.
      """)

  @Flag(help: "Print each element on its own line.")
  var pretty = false

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print the bytes in hex, each head and content on its own line with a comment.")
  var annotate = false

  @Flag(help: "Read one message in hex per line.")
  var lines = false

  @OptionGroup var hex: HexOption

  @OptionGroup var file: FileArgument

  func validate() throws {
    if pretty, lines { throw ValidationError("--pretty and --lines cannot be used together.") }
    if annotate, pretty || json || lines {
      throw ValidationError("--annotate cannot be used with --pretty, --json or --lines.")
    }
    if lines, hex.hex != nil { throw ValidationError("--lines reads hexadecimal text, without --hex or --no-hex.") }
  }

  func run() throws {
    let input = try file.open()
    if lines {
      return try input.answerLines { line throws(CBORError) in try text(of: try HexLine.bytes(of: line)) }
    }
    let bytes = try hex.read(input)
    if annotate {
      return try input.checkingCBOR {
        let fault = ItemSequence(bytes).firstFault
        try Annotation.write(bytes, upTo: fault)
        if let fault { throw fault }
      }
    }
    try input.checkingCBOR {
      try ItemSequence(bytes).forEach { item in try Output.write(try text(of: Array(item)) + "\n") }
    }
  }

  private func text(of item: [UInt8]) throws(CBORError) -> String {
    guard json else { return try CBORDecoder().diagnosticNotation(of: item, indented: pretty) }
    return try JSONText.of(try Self.value(of: item), isPretty: pretty)
  }

  private static func value(of item: [UInt8]) throws(CBORError) -> CBORValue {
    do {
      return try CBORDecoder().decode(CBORValue.self, from: item)
    } catch let error as CBORError {
      throw error
    } catch {
      // Any well-formed item is a value; a fault there is reported like a malformed message.
      throw CBORError(code: CBORError.Code(rawValue: "notDecodable"), offset: 0, message: "\(error)")
    }
  }
}
