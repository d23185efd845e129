internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor diag`: CBOR in diagnostic notation.
struct DiagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diag", abstract: "Prints CBOR in diagnostic notation (RFC 8949, section 8).",
    discussion: """
      Reads one item, or a sequence of items (RFC 8742), and prints each on a line of its own. With --lines it reads one \
      message in hex a line, and prints for each "ok NOTATION" or "error CODE OFFSET MESSAGE".
      """)

  @Flag(help: "Give each element a line of its own.")
  var pretty = false

  @Flag(help: "Read one message in hex a line.")
  var lines = false

  @OptionGroup var file: FileArgument

  func validate() throws {
    if pretty, lines { throw ValidationError("--pretty and --lines do not go together.") }
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
