// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// `hostcall record --output FILE -- COMMAND …`: runs a program whose calls are recorded.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Runs a program, and records the calls of its bridges and clients in a log.",
    usage: "hostcall record --output <file> [<options>] -- <command> [<argument>] ...",
    discussion: """
      The program is one that has a core: a host that loads one, or a core in Swift. It runs in place of this tool, so \
      signals reach it, and its exit status is the tool's. `hostcall trace` prints the log.

      The log contains requests and answers, and therefore what is secret in them: name such fields with --redact, or \
      pass --no-payloads. A log of an earlier run is renamed to have the suffix .1, as a full one is.

      Exit status: that of the program; 74 if the log cannot be written, 126 if the program cannot be run, 127 if it \
      does not exist.
      """)

  @Option(help: ArgumentHelp("The log.", valueName: "file"), completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp(
      """
      The names of fields and of metadata whose values are replaced, separated by commas, in addition to those in \
      HOSTCALL_TRACE_REDACT.
      """, valueName: "names"))
  var redact: String?

  @Option(help: ArgumentHelp("The maximum size of the log and its predecessor together.", valueName: "bytes"))
  var limit: Int?

  @Flag(inversion: .prefixedNo, help: "Record requests, answers and the values of metadata.")
  var payloads = true

  @Flag(help: "Record the beginnings of calls too, so that those without an answer can be seen.")
  var beginnings = false

  @Argument(parsing: .postTerminator, help: "The program and its arguments.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("Expected -- and a command.") }
    if let limit, limit < 1 { throw ValidationError("--limit needs a number of bytes above 0.") }
  }

  func run() throws {
    let path = try prepareLog()
    var variables = ["HOSTCALL_TRACE": path]
    variables["HOSTCALL_TRACE_PAYLOADS"] = payloads ? "1" : "0"
    variables["HOSTCALL_TRACE_BEGINNINGS"] = beginnings ? "1" : "0"
    // An option adds to the environment or replaces it, and without one what the environment redacts stays redacted.
    if let redact {
      let others = unsafe getenv("HOSTCALL_TRACE_REDACT").map { unsafe String(cString: $0) }
      variables["HOSTCALL_TRACE_REDACT"] = [others, redact].compactMap { $0 }.joined(separator: ",")
    }
    if let limit { variables["HOSTCALL_TRACE_LIMIT"] = "\(limit)" }
    for (name, value) in variables { unsafe setenv(name, value, 1) }
    try execute()
  }

  /// Begins a log, and returns its path from the root, since the program may change its folder.
  private func prepareLog() throws(CommandError) -> String {
    var status = stat()
    let isOld = unsafe stat(output, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    try openLog()
    if isOld {
      guard unsafe rename(output, output + ".1") == 0 else { throw .noOutput("\(output).1: \(reason)") }
      try openLog()
    }
    guard let path = unsafe realpath(output, nil) else { throw .noOutput("\(output): \(reason)") }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// Creates the log, unless it exists, and checks that it can be written.
  private func openLog() throws(CommandError) {
    do throws(HostSetupError) {
      _ = try CallRecorder(path: output)
    } catch {
      throw .noOutput(error.message)
    }
  }

  /// Replaces this process by the program.
  private func execute() throws(CommandError) -> Never {
    var words = unsafe command.map { unsafe strdup($0) } + [nil]
    unsafe _ = execvp(command[0], &words)
    let isMissing = errno == ENOENT
    throw CommandError(status: isMissing ? 127 : 126, message: "\(command[0]): \(reason)")
  }

  private var reason: String { unsafe String(cString: strerror(errno)) }
}
