// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The options that name the library of a host, which is checked in place of a core or a server.
struct HostOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The library of a host for the core whose calls LIBRARY or --descriptor lists.", valueName: "library"),
    completion: .file())
  var host: String?

  @Option(
    name: .customLong("register"),
    help: ArgumentHelp(
      "Its function that registers the host: int32_t SYMBOL(const hostcall_api *, hostcall_bridge).",
      valueName: "symbol"))
  var symbol: String?

  @Option(
    help: ArgumentHelp(
      "In place of the core's library: a descriptor, as `hostcall schema --json` or hostcall_describe writes it.",
      valueName: "file"),
    completion: .file())
  var descriptor: String?

  func validate() throws {
    guard (host == nil) == (symbol == nil) else { throw ValidationError("--host and --register belong together.") }
    if host == nil, descriptor != nil { throw ValidationError("--descriptor needs --host.") }
  }
}
