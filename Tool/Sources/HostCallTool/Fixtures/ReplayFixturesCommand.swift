// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `hostcall fixtures replay DIR (LIBRARY --open SYMBOL | --server ADDRESS | --host LIBRARY --register SYMBOL)`: sends
/// the requests in a folder to a core or a host, and compares the answers with those in the folder.
struct ReplayFixturesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Sends the requests in a folder to a core, a host or a server, and compares the answers.",
    usage: """
      hostcall fixtures replay <folder> <library> --open <symbol> [<options>]
      hostcall fixtures replay <folder> --server <address> [<options>]
      hostcall fixtures replay <folder> --host <library> --register <symbol> --descriptor <file> [<options>]
      hostcall fixtures replay <folder> <library> --open <symbol> --host <library> --register <symbol> [<options>]
      """,
    discussion: """
      The request in log_in.request.late.cbor is sent to the call log_in, if the other side offers that, and \
      the answer is compared with log_in.response.late.cbor, or else with log_in.failure.late.cbor. The calls that a \
      core in a library makes in turn are answered with the golden files of the folder as well: those of the same \
      variant (late), of the variant with the same request, or without a variant, in this order. Another request than \
      that of the files without a variant is a difference.

      With --host, the tool is the core: it loads the host's library, has it register its functions, as it would at the \
      bridge of its core, and sends them the requests of the calls that the core makes.

      Values are compared as receivers read them: the order of fields, the form of numbers, and whether an optional \
      field is null or missing make no difference; the layout of raw memory does. Exit status: 0 if all answers are the \
      same, 1 if one differs, 65 for a malformed file, 66 for a folder without requests, 69 if nothing could be compared.
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder: String

  @OptionGroup var options: ReplayOptions

  func run() async throws {
    let files = try GoldenFiles(folder: folder)
    let calls = files.calls.map(\.call)
    guard !calls.isEmpty else {
      throw CommandError.noInput("\(folder): the folder contains no requests, such as log_in.request.cbor")
    }
    try await options.replay { _ in (calls, GoldenAnswers(files)) }
  }
}
