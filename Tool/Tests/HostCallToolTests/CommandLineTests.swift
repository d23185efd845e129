import ArgumentParser
import HostCallTool
import Testing

@Suite("A command line")
struct CommandLineTests {
  /// The error that a command line has to lead to.
  private func mistake(_ arguments: String...) -> (message: String, status: Int32) {
    do {
      _ = try HostCallCommand.parsed(arguments)
      return ("it was understood", 0)
    } catch {
      return (HostCallCommand.fullMessage(for: error), HostCallCommand.exitCode(for: error).rawValue)
    }
  }

  @Test(
    "with a mistake is refused with the word that is wrong, and the command that it belongs to",
    arguments: [
      (["nothing"], "Unexpected argument 'nothing'", "hostcall --help"),
      (["cbor", "dig"], "Unexpected argument 'dig'", "hostcall cbor --help"),
      (["cbor", "diag", "--prety"], "Unknown option '--prety'. Did you mean '--pretty'?", "hostcall cbor diag --help"),
      (["cbor", "diag", "a", "b"], "Unexpected argument 'b'", "hostcall cbor diag --help"),
      (["cbor", "diag", "--pretty", "--lines"], "--pretty and --lines", "hostcall cbor diag --help"),
      (["cbor", "encode", "--lines=3"], "'--lines' does not take any value, but '3'", "hostcall cbor encode --help"),
      (["fixtures", "verify"], "'<folder>'", "hostcall fixtures verify --help"),
      (["schema", "x.so", "--open"], "'--open <symbol>'", "hostcall schema --help"),
      (["schema", "--open", "f"], "'<library>'", "hostcall schema --help"),
      (["version", "--now"], "Unknown option '--now'", "hostcall version --help"),
    ])
  func mistakes(_ arguments: [String], _ words: String, _ help: String) {
    do {
      _ = try HostCallCommand.parsed(arguments)
      Issue.record("\(arguments) was understood")
    } catch {
      let message = HostCallCommand.fullMessage(for: error)
      #expect(message.contains(words) && message.contains("'\(help)'"), "\(message)")
      #expect(HostCallCommand.exitCode(for: error).rawValue == 64)
    }
  }

  @Test(
    "with an option twice is refused, as one of the two would be ignored",
    arguments: [["cbor", "diag", "--lines", "--lines"], ["schema", "x.so", "--open", "f", "--open=f"]])
  func repeated(_ arguments: [String]) {
    do {
      _ = try HostCallCommand.parsed(arguments)
      Issue.record("\(arguments) was understood")
    } catch {
      #expect(HostCallCommand.fullMessage(for: error).contains("is given twice"))
      #expect(HostCallCommand.exitCode(for: error).rawValue == 64)
    }
    // What follows -- are no options.
    #expect(throws: Never.self) { try HostCallCommand.parsed(["cbor", "diag", "--lines", "--", "--lines"]) }
  }

  @Test("that asks for help gets it, of each command, with what its options are for")
  func help() throws {
    var commands: [any ParsableCommand.Type] = [HostCallCommand.self]
    var count = 0
    while let command = commands.popLast() {
      count += 1
      commands += command.configuration.subcommands
      let help = HostCallCommand.helpMessage(for: command)
      #expect(help.contains("OVERVIEW: \(command.configuration.abstract.prefix(20))"), "\(command)")
      let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  --") || line.hasPrefix("  <") {
        // A name that is too long for its column has its words on the next line.
        let isBeside = line.count > 26 && line.dropFirst(25).first == " "
        #expect(isBeside || next.hasPrefix(String(repeating: " ", count: 26)), "\(line)")
      }
    }
    #expect(count >= 11)
  }

  @Test("may ask for the version, and for completions")
  func version() {
    #expect(mistake("--version") == (HostCallCommand.version, 0))
    for shell in ["bash", "zsh", "fish"] {
      let script = HostCallCommand.completionScript(for: CompletionShell(rawValue: shell) ?? .bash)
      #expect(script.contains("roundtrip") && script.contains("verify") && script.contains("hostcall"), "\(shell)")
    }
  }
}
