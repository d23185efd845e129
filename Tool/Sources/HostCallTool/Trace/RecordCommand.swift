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
      pass --no-payloads. A log with calls of an earlier run is renamed to have the suffix .1, as a full one is.

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

  @Flag(
    inversion: .prefixedNo,
    help: """
      Record requests, answers and the values of metadata; by default they are, unless HOSTCALL_TRACE_PAYLOADS is 0.
      """)
  var payloads: Bool?

  @Flag(help: "Record the beginnings of calls too, so that those without an answer can be seen.")
  var beginnings = false

  @Argument(parsing: .postTerminator, help: "The program and its arguments.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("Expected -- and a command.") }
    if let limit, limit < 1 { throw ValidationError("--limit needs a number of bytes above 0.") }
  }

  func run() throws {
    try ProgramFile.check(command[0], in: unsafe getenv("PATH").map { unsafe String(cString: $0) })
    let path = try prepareLog()
    for (name, value) in variables { unsafe setenv(name, value, 1) }
    unsafe setenv("HOSTCALL_TRACE", path, 1)
    try execute()
  }

  /// The variables that say what is recorded.
  ///
  /// An option adds to the environment or replaces it. Without one, the environment decides, and payloads that it does
  /// not mention are recorded.
  private var variables: [String: String] {
    var variables: [String: String] = [:]
    if let payloads { variables["HOSTCALL_TRACE_PAYLOADS"] = payloads ? "1" : "0" }
    if payloads == nil, unsafe getenv("HOSTCALL_TRACE_PAYLOADS") == nil { variables["HOSTCALL_TRACE_PAYLOADS"] = "1" }
    if beginnings { variables["HOSTCALL_TRACE_BEGINNINGS"] = "1" }
    if let redact {
      let others = unsafe getenv("HOSTCALL_TRACE_REDACT").map { unsafe String(cString: $0) }
      variables["HOSTCALL_TRACE_REDACT"] = [others, redact].compactMap { $0 }.joined(separator: ",")
    }
    if let limit { variables["HOSTCALL_TRACE_LIMIT"] = "\(limit)" }
    return variables
  }

  /// Begins a log, and returns its path from the root, since the program may change its folder.
  private func prepareLog() throws(CommandError) -> String {
    try openLog(output)
    guard let resolved = unsafe realpath(output, nil) else { throw .noOutput("\(output): \(reason)") }
    defer { unsafe free(resolved) }
    let path = unsafe String(cString: resolved)
    if try hasCalls(path) {
      // The file is renamed, and not a link to it, which /dev/stderr may be.
      guard unsafe rename(path, path + ".1") == 0 else { throw .noOutput("\(path).1: \(reason)") }
      try openLog(path)
    }
    return path
  }

  /// Creates the log, unless it exists, and checks that it can be written.
  private func openLog(_ path: String) throws(CommandError) {
    do throws(HostSetupError) {
      _ = try CallRecorder(path: path)
    } catch {
      throw .noOutput(error.message)
    }
  }

  /// Returns whether the log contains more than headers, as it does after a run that made calls.
  private func hasCalls(_ path: String) throws(CommandError) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    let input = try Input(file: path)
    defer { input.close() }
    var reader = CallLogReader()
    while let bytes = try input.readChunk() {
      reader.append(bytes)
      do throws(CallLogError) {
        if try reader.next() != nil { return true }
      } catch {
        return true
      }
    }
    // The beginning of a record is kept too.
    return (try? reader.finish()) == nil
  }

  /// Replaces this process by the program.
  private func execute() throws(CommandError) -> Never {
    var words = unsafe command.map { unsafe strdup($0) } + [nil]
    unsafe _ = execvp(command[0], &words)
    throw ProgramFile.failure(command[0], errno)
  }

  private var reason: String { unsafe String(cString: strerror(errno)) }
}
