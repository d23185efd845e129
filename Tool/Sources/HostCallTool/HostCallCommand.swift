// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// `hostcall`: the command-line tool.
package struct HostCallCommand: AsyncParsableCommand {
  /// The version of the package, which is also in CHANGELOG.md.
  package static let version = "0.2.0"

  package static let configuration = CommandConfiguration(
    commandName: "hostcall",
    abstract: """
      Shows, checks and writes CBOR, verifies golden files, prints, makes, serves, records and replays the calls of a \
      library, and writes hosts and new packages.
      """,
    discussion: """
      Exit status: 0 for success, and with --lines even if lines are malformed; 1 for generated files and replayed \
      answers that differ, for changes that break a side and for a call whose answer is no response, 64 for an \
      invalid command line, 65 for malformed data, 66 for a file that cannot be read, 69 for a library that opens no \
      bridge or exposes no such call, a server that cannot listen or does not describe its calls, or a tool without \
      gRPC, 74 for output that cannot be written, 126 and 127 for a program that cannot be \
      run, 130 for a call that ctrl-C cancelled.
      """,
    version: version,
    subcommands: [
      CallCommand.self, CBORCommand.self, FixturesCommand.self, GenerateCommand.self, NewCommand.self,
      RecordCommand.self, ReplayCommand.self, SchemaCommand.self, ServeCommand.self, TraceCommand.self,
      VersionCommand.self,
    ])

  package init() {}

  package func run() throws {
    throw ValidationError(
      """
      A command is missing: call, cbor, fixtures, generate, new, record, replay, schema, serve, trace, version or help.
      """)
  }

  /// Runs the command that the process's arguments name, and ends the process with an exit status.
  package static func main() async -> Never {
    do {
      let command = try parsed(Array(CommandLine.arguments.dropFirst()))
      if let command = command as? any AsyncParsableCommand { await end(running: command) }
      // On the main thread: the program that `record` becomes inherits the signals that its thread blocks.
      var synchronous = command
      try synchronous.run()
      exit()
    } catch {
      end(with: error)
    }
  }

  /// Runs a command without a return to the main actor: on Linux, Foundation takes the main queue over if a library
  /// loads it on another thread, and the queue then stands still.
  @concurrent
  private static func end(running command: sending any AsyncParsableCommand) async -> Never {
    do {
      var command = command
      try await command.run()
      exit()
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    guard let failure = error as? CommandError else { exit(withError: error) }
    Output.writeError("hostcall: \(failure.message)")
    exit(withError: ExitCode(failure.status))
  }

  private static let repeatable: Set<Substring> = ["--answer", "--metadata"]

  /// Returns the command that a command line names.
  ///
  /// - Throws: The parser's error, which may be a request to print help; and an error for a repeated option, of which
  ///   the parser would use only the last.
  package static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    let command = try parseAsRoot(arguments)
    var seen: Set<Substring> = []
    for word in arguments.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
      let option = word.prefix { $0 != "=" }
      guard seen.insert(option).inserted || repeatable.contains(option) else {
        throw ValidationError("'\(option)' is given twice.")
      }
    }
    return command
  }
}
