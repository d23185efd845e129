// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HostCallTool
import Testing

@Suite("HostCallCommand")
struct CommandLineTests {
  /// Returns the message and the exit status with which a command line is refused.
  private func mistake(_ arguments: String...) -> (message: String, status: Int32) {
    do {
      _ = try HostCallCommand.parsed(arguments)
      return ("the command line was accepted", 0)
    } catch {
      return (HostCallCommand.fullMessage(for: error), HostCallCommand.exitCode(for: error).rawValue)
    }
  }

  @Test(
    "a command line with a mistake is refused by a message that quotes the wrong word and names the command's help",
    arguments: [
      (["nothing"], "Unexpected argument 'nothing'", "hostcall --help"),
      (["cbor", "dig"], "Unexpected argument 'dig'", "hostcall cbor --help"),
      (["cbor", "diag", "--prety"], "Unknown option '--prety'. Did you mean '--pretty'?", "hostcall cbor diag --help"),
      (["cbor", "diag", "a", "b"], "Unexpected argument 'b'", "hostcall cbor diag --help"),
      (["cbor", "diag", "--pretty", "--lines"], "--pretty and --lines", "hostcall cbor diag --help"),
      (["cbor", "encode", "--lines=3"], "'--lines' does not take any value, but '3'", "hostcall cbor encode --help"),
      (["fixtures", "verify"], "'<folder>'", "hostcall fixtures verify --help"),
      (["fixtures", "replay", "x"], "either a library with --open, or --server", "hostcall fixtures replay --help"),
      (["fixtures", "replay", "x", "y.so"], "A library needs --open", "hostcall fixtures replay --help"),
      (["replay", "x.log"], "either a library with --open, or --server", "hostcall replay --help"),
      (["replay", "x.log", "y.so", "--open", "f", "--to", "both"], "'both'", "hostcall replay --help"),
      (["call", "log_in"], "either a library with --open, or --server", "hostcall call --help"),
      (["call", "x.so", "--open", "f"], "Expected LIBRARY NAME [REQUEST], found 1 words", "hostcall call --help"),
      (["call", "x.so", "a", "{", "}", "--open", "f"], "quote a request that has spaces", "hostcall call --help"),
      (["call", "x.so", "a", "1", "--open", "f", "--request-file", "-"], "or --request-file", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--answer", "b"], "'b': expected NAME=ANSWER", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--answer", "b=error c"], "found the code 'c'", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--metadata", "b"], "expected KEY=VALUE", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--metadata", "B=1"], "--metadata 'B=1'", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--metadata", "b-bin=1"], "needs two", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--timeout", "-1"], "--timeout", "hostcall call --help"),
      (["call", "x.so", "a", "--open", "f", "--json", "--hex"], "--hex", "hostcall call --help"),
      (["call", "a", "--server", "h:1", "--answer", "b=1"], "cannot be answered", "hostcall call --help"),
      (["schema", "x.so", "--open"], "'--open <symbol>'", "hostcall schema print --help"),
      (["schema", "--open", "f"], "either a library with --open, or --server", "hostcall schema print --help"),
      (["schema", "x.so"], "A library needs --open", "hostcall schema print --help"),
      (["schema", "x.so", "--open", "f", "--insecure"], "need --server", "hostcall schema print --help"),
      (["schema", "check", "old"], "'<new>'", "hostcall schema check --help"),
      (["schema", "check", "-", "-"], "Only one of the two", "hostcall schema check --help"),
      (["schema", "check", "a", "b", "--schema-check", "off"], "'off'", "hostcall schema check --help"),
      (["record", "--output", "a"], "Expected -- and a command", "hostcall record --help"),
      (["record", "--", "true"], "'--output <file>'", "hostcall record --help"),
      (["record", "--output", "a", "--limit", "0", "--", "true"], "above 0", "hostcall record --help"),
      (["trace"], "'<file>'", "hostcall trace --help"),
      (["trace", "--follow", "-"], "--follow needs a file", "hostcall trace --help"),
      (["version", "--now"], "Unknown option '--now'", "hostcall version --help"),
    ])
  func mistakes(_ arguments: [String], _ words: String, _ help: String) {
    do {
      _ = try HostCallCommand.parsed(arguments)
      Issue.record("\(arguments) was accepted")
    } catch {
      let message = HostCallCommand.fullMessage(for: error)
      #expect(message.contains(words) && message.contains("'\(help)'"), "\(message)")
      #expect(HostCallCommand.exitCode(for: error).rawValue == 64)
    }
  }

  @Test(
    "an option that is given twice is refused, since one of the two would be ignored",
    arguments: [["cbor", "diag", "--lines", "--lines"], ["schema", "x.so", "--open", "f", "--open=f"]])
  func repeated(_ arguments: [String]) {
    do {
      _ = try HostCallCommand.parsed(arguments)
      Issue.record("\(arguments) was accepted")
    } catch {
      #expect(HostCallCommand.fullMessage(for: error).contains("is given twice"))
      #expect(HostCallCommand.exitCode(for: error).rawValue == 64)
    }
    // Some may be repeated.
    #expect(throws: Never.self) {
      try HostCallCommand.parsed(["call", "x.so", "a", "--open", "f", "--answer", "b=1", "--answer", "b=2"])
    }
    // Words after -- are not options.
    #expect(throws: Never.self) { try HostCallCommand.parsed(["cbor", "diag", "--lines", "--", "--lines"]) }
  }

  @Test("the help of each command describes its options")
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
        // If a name is too long for its column, its description is on the next line.
        let isBeside = line.count > 26 && line.dropFirst(25).first == " "
        #expect(isBeside || next.hasPrefix(String(repeating: " ", count: 26)), "\(line)")
      }
    }
    #expect(count >= 15)
  }

  @Test("the version and completion scripts are printed")
  func version() {
    #expect(mistake("--version") == (HostCallCommand.version, 0))
    for shell in ["bash", "zsh", "fish"] {
      let script = HostCallCommand.completionScript(for: CompletionShell(rawValue: shell) ?? .bash)
      #expect(script.contains("roundtrip") && script.contains("verify") && script.contains("hostcall"), "\(shell)")
    }
  }
}
