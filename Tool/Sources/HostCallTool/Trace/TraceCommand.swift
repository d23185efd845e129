// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall

/// `hostcall trace FILE`: prints the calls of a log.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Prints the calls that a program has recorded, as they happen with --follow.",
    discussion: """
      A program records its calls with `hostcall record`, with the environment variable HOSTCALL_TRACE, or with a \
      CallRecorder. Each call is printed on a line when it has ended: the time of its beginning in UTC, the process, \
      the number of the call, < and that of the call whose handler made it, the direction, the side that recorded it, \
      the name, the ID, the sizes of the request and the answer in bytes, the duration, and the outcome. Payloads follow in diagnostic \
      notation, if they were recorded.

      With --json each record is an object on a line. Exit status: 65 for a file that is no log, or is damaged or ends \
      inside a record; the records before that are printed. With --follow, the end inside a record of a log that is \
      replaced is reported, and the log in its place is printed. Without it, a log that contains no calls is reported.
      """)

  @Flag(help: "Continue with the calls that are recorded later, until ctrl-C.")
  var follow = false

  @Flag(help: "Print each record as JSON, on a line.")
  var json = false

  @Option(help: ArgumentHelp("Print only calls whose name matches a pattern, such as 'fetch_*'.", valueName: "pattern"))
  var name: String?

  @Argument(help: "The log; standard input if it is -.", completion: .file())
  var file: String

  func validate() throws {
    if follow, file == "-" { throw ValidationError("--follow needs a file.") }
  }

  func run() async throws {
    var input = LogInput(try Input(file: file))
    var isEmpty = true
    while true {
      guard try input.read() else {
        guard follow else {
          try input.finish()
          if isEmpty { Output.writeError("hostcall: \(input.name): the log contains no calls") }
          return
        }
        guard let next = try input.replacement() else {
          try await Task.sleep(for: .milliseconds(100))
          continue
        }
        do throws(CommandError) { try input.finish() } catch { Output.writeError("hostcall: \(error.message)") }
        input = next
        continue
      }
      while let record = try input.next() {
        isEmpty = false
        guard name.map({ NamePattern.matches(record.name, $0) }) ?? true else {
          if let loss = RecordText.loss(before: record) { try report(loss) }
          continue
        }
        try Output.write((json ? RecordText.json(of: record) : RecordText.lines(of: record)) + "\n")
      }
    }
  }

  /// Prints what the record of a call with another name says about missing ones, which may have had the name.
  private func report(_ loss: String) throws(CommandError) {
    // Each line of JSON is the record of a call whose name matches.
    if json { Output.writeError("hostcall: \(loss)") } else { try Output.write("-- \(loss)\n") }
  }
}
