// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor roundtrip`: decodes CBOR and encodes it again.
struct RoundtripCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roundtrip", abstract: "Decodes CBOR, and encodes it in its preferred form.",
    discussion: """
      With --lines it reads one message in hex per line, and prints "ok HEX" or "error CODE OFFSET MESSAGE" for each.
      """)

  @Flag(help: "Read one message in hex per line.")
  var lines = false

  @OptionGroup var hex: HexOption

  @OptionGroup var file: FileArgument

  func validate() throws {
    if lines, hex.hex != nil { throw ValidationError("--lines reads hexadecimal text, without --hex or --no-hex.") }
  }

  func run() throws {
    let input = try file.open()
    if lines {
      return try input.answerLines { line throws(CBORError) in
        HexLine.text(of: try PreferredForm.of(HexLine.bytes(of: line)))
      }
    }
    let bytes = try hex.read(input)
    try input.checkingCBOR { try Output.write(try PreferredForm.of(bytes)) }
  }
}
