package import ArgumentParser

/// `hostcall`: the command-line tool.
package struct HostCallCommand: AsyncParsableCommand {
  /// The version of the package, as CHANGELOG.md has it.
  package static let version = "0.1.0"

  package static let configuration = CommandConfiguration(
    commandName: "hostcall",
    abstract: "Shows, checks and writes CBOR, verifies golden files, and prints and serves the calls of a library.",
    discussion: """
      Exit status: 0 if all is well, and with --lines whatever the lines hold; 64 for a command line that is not understood, \
      65 for data that is malformed, 66 for a file that can't be read, 69 for a library whose bridge does not open, for gRPC \
      that is not built in, and where it can't listen, 74 for output that can't be written.
      """,
    version: version,
    subcommands: [
      CBORCommand.self, FixturesCommand.self, SchemaCommand.self, ServeCommand.self, VersionCommand.self,
    ])

  package init() {}

  package func run() throws {
    throw ValidationError("A command is missing: cbor, fixtures, schema, serve, version or help.")
  }

  /// Runs the command that the process was given, and ends the process with an error's status.
  package static func main() async {
    do {
      var command = try parsed(Array(CommandLine.arguments.dropFirst()))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandError {
      Output.writeError("hostcall: \(failure.message)")
      exit(withError: ExitCode(failure.status))
    } catch {
      exit(withError: error)
    }
  }

  /// The command of a command line.
  ///
  /// - Throws: What is to be printed, for help as well. An option that is given twice is a mistake: the parser would take the last.
  package static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    let command = try parseAsRoot(arguments)
    var seen: Set<Substring> = []
    for word in arguments.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
      let option = word.prefix { $0 != "=" }
      guard seen.insert(option).inserted else { throw ValidationError("'\(option)' is given twice.") }
    }
    return command
  }
}
