// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The argument for the file that a command reads.
struct FileArgument: ParsableArguments {
  @Argument(help: "The file to read; standard input if it is omitted or -.", completion: .file())
  var file: String?

  /// Opens the file.
  func open() throws(CommandError) -> Input { try Input(file: file) }
}
