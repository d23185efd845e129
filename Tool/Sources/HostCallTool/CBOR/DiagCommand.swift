// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor diag`: prints CBOR in diagnostic notation.
struct DiagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diag", abstract: "Prints CBOR in diagnostic notation (RFC 8949, section 8).",
    discussion: """
      Reads one item, or a sequence of items (RFC 8742), and prints each on its own line. With --lines it reads one \
      message in hex per line, and prints "ok NOTATION" or "error CODE OFFSET MESSAGE" for each.
      """)

  @Flag(help: "Print each element on its own line.")
  var pretty = false

  @Flag(help: "Read one message in hex per line.")
  var lines = false

  @OptionGroup var file: FileArgument

  func validate() throws {
    if pretty, lines { throw ValidationError("--pretty and --lines cannot be used together.") }
  }

  func run() throws {
    let input = try file.open()
    if lines {
      return try input.answerLines { line throws(CBORError) in
        try CBORDecoder().diagnosticNotation(of: HexLine.bytes(of: line))
      }
    }
    let bytes = try input.readAll()
    try input.checkingCBOR(bytes) {
      try ItemSequence(bytes).forEach { item in
        try Output.write(try CBORDecoder().diagnosticNotation(of: Array(item), indented: pretty) + "\n")
      }
    }
  }
}
