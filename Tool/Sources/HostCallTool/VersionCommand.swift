// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall

/// `hostcall version`: prints the version of the C interface.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Prints the version of the C interface; --version prints the tool's.")

  func run() throws {
    try Output.write("C interface \(hostcall_abi_version())\n")
  }
}
