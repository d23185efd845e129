internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor roundtrip`: CBOR written again.
struct RoundtripCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roundtrip", abstract: "Writes CBOR again, in its preferred form.",
    discussion: """
      With --lines it reads one message in hex a line, and prints for each "ok HEX" or "error CODE OFFSET MESSAGE".
      """)

  @Flag(help: "Read one message in hex a line.")
  var lines = false

  @OptionGroup var file: FileArgument

  func run() throws {
    let input = try file.open()
    if lines {
      return try input.answerLines { line throws(CBORError) in
        HexLine.text(of: try PreferredForm.of(HexLine.bytes(of: line)))
      }
    }
    let bytes = try input.readAll()
    try input.checkingCBOR(bytes) { try Output.write(try PreferredForm.of(bytes)) }
  }
}
