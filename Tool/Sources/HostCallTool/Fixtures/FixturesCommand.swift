internal import ArgumentParser

/// `hostcall fixtures …`: what can be said of golden files without the code that they belong to.
struct FixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixtures", abstract: "Looks after golden files.",
    subcommands: [VerifyFixturesCommand.self, UnusedFixturesCommand.self])

  func run() throws {
    throw ValidationError("A command is missing: verify or unused.")
  }
}
