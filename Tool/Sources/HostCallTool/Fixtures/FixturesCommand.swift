// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `hostcall fixtures …`: checks golden files, without running the tests that they belong to.
struct FixturesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixtures", abstract: "Checks golden files, replays them, and finds unused ones.",
    subcommands: [VerifyFixturesCommand.self, UnusedFixturesCommand.self, ReplayFixturesCommand.self])

  func run() throws {
    throw ValidationError("A command is missing: verify, unused or replay.")
  }
}
