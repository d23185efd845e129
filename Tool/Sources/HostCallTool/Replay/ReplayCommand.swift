// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall

/// `hostcall replay LOG (LIBRARY --open SYMBOL | --server ADDRESS | --host LIBRARY --register SYMBOL)`: makes the calls
/// of a log again, and compares the answers with the recorded ones.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Makes the calls of a log again, to a core, a host or a server, and compares the answers.",
    usage: """
      hostcall replay <log> <library> --open <symbol> [<options>]
      hostcall replay <log> --server <address> [<options>]
      hostcall replay <log> --host <library> --register <symbol> --descriptor <file> [<options>]
      hostcall replay <log> <library> --open <symbol> --host <library> --register <symbol> [<options>]
      """,
    discussion: """
      The calls are made one after the other, in the order in which they began. If the other side is a core, it receives \
      the calls to the core, and those that it makes in turn are answered from the log; that it makes others, or with \
      other requests, is a difference as well, except behind a server, whose host answers them. If it is a host, it \
      receives the calls to the host.

      Calls without a complete record are skipped, such as those whose payloads were not recorded or are redacted. \
      Values are compared as receivers read them, as hostcall fixtures replay does. Exit status: 0 if all answers are \
      the same, 1 if one differs, 65 for a file that is not a log, 69 if nothing could be compared.
      """)

  /// The values of `--to`.
  enum Side: String, ExpressibleByArgument, CaseIterable {
    case core, host

    var direction: CallRecord.Direction { self == .core ? .toCore : .toHost }
  }

  @Argument(help: "The log, or - for standard input.", completion: .file())
  var log: String

  @Option(help: "Which side the library or server is; by default the one more of whose calls it offers.")
  var to: Side?

  @OptionGroup var options: ReplayOptions

  func validate() throws {
    if to == .core, options.host.host != nil { throw ValidationError("--host and --to core exclude each other.") }
  }

  func run() async throws {
    let records = try read()
    try await options.replay { offered in
      let session = RecordedSession(records, direction(of: records, offered))
      return (session.steps.map(\.call), SessionAnswers(session))
    }
  }

  /// Reads the log in chunks, since it may be larger than other input.
  private func read() throws(CommandError) -> [CallRecord] {
    var input = LogInput(try Input(file: log))
    defer { input.close() }
    var records: [CallRecord] = []
    while try input.read() {
      while let record = try input.next() { records.append(record) }
    }
    try input.finish()
    return records
  }

  private func direction(of records: [CallRecord], _ offered: Set<String>?) -> CallRecord.Direction {
    if options.host.host != nil { return .toHost }
    if let to { return to.direction }
    // A name may be used in both directions.
    func count(_ direction: CallRecord.Direction) -> Int {
      let names = Set(records.lazy.filter { $0.direction == direction }.map(\.name))
      return offered.map { names.intersection($0).count } ?? names.count
    }
    return count(.toHost) > count(.toCore) ? .toHost : .toCore
  }
}
