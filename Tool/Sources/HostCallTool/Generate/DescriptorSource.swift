// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostCall

/// The options that say where a descriptor comes from: a library, a file, or a server.
struct DescriptorSource: ParsableArguments {
  @Option(name: .long, help: "The library of the core; needs --open.", completion: .file())
  var library: String?

  @Option(name: .customLong("open"), help: OpenOption.help)
  var symbol: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "In place of a library: a descriptor, as `hostcall schema --json` or hostcall_describe writes it.",
      valueName: "file"),
    completion: .file())
  var descriptor: String?

  @OptionGroup(title: "Server") var server: ServerOptions

  func validate() throws {
    guard library == nil || symbol != nil else { throw ValidationError("--library needs --open.") }
    guard [library, descriptor, server.server].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Expected either --library with --open, or --descriptor, or --server.")
    }
  }

  /// Returns the descriptor, with the function that opens the bridge if that is known.
  func read() async throws(CommandError) -> HostCallDescriptor {
    var descriptor = try await descriptorOfSource()
    if let symbol { descriptor.openFunction = symbol }
    return descriptor
  }

  private func descriptorOfSource() async throws(CommandError) -> HostCallDescriptor {
    if let address = server.server {
      return try PrintSchemaCommand.decoded(try await server.descriptor(of: address), of: address)
    }
    return try DescriptorFile.read(descriptor, orLibrary: library, openedBy: symbol)
  }
}
