// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The option that names the function that opens a library's bridge.
struct OpenOption: ParsableArguments {
  static var help: ArgumentHelp {
    ArgumentHelp(
      "The function of the library that opens its bridge: hostcall_bridge SYMBOL(void).", valueName: "symbol")
  }

  @Option(name: .customLong("open"), help: help)
  var symbol: String
}
