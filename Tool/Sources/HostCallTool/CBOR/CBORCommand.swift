internal import ArgumentParser

/// `hostcall cbor …`: reads CBOR or its notation, and writes the other, or says what is wrong with it.
struct CBORCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cbor", abstract: "Shows, checks and writes CBOR.",
    subcommands: [DiagCommand.self, CheckCommand.self, EncodeCommand.self, RoundtripCommand.self])

  func run() throws {
    throw ValidationError("A command is missing: diag, check, encode or roundtrip.")
  }
}
