// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `hostcall cbor …`: converts between CBOR and diagnostic notation, and checks CBOR.
struct CBORCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cbor", abstract: "Shows, checks and writes CBOR.",
    subcommands: [DiagCommand.self, CheckCommand.self, EncodeCommand.self, RoundtripCommand.self])

  func run() throws {
    throw ValidationError("A command is missing: diag, check, encode or roundtrip.")
  }
}
