// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec
internal import HostCall

/// The options that say where a descriptor comes from: a library, a file, or a server.
struct DescriptorSource: ParsableArguments {
  @Option(name: .long, help: "The library of the core; with --open.", completion: .file())
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
    guard (library == nil) == (symbol == nil) else { throw ValidationError("--library and --open belong together.") }
    guard [library, descriptor, server.server].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Expected either --library with --open, or --descriptor, or --server.")
    }
  }

  /// Returns the descriptor, with the function that opens the bridge if that is known.
  func read() async throws(CommandError) -> HostCallDescriptor {
    if let address = server.server {
      return try SchemaCommand.decoded(try await server.descriptor(of: address), of: address)
    }
    guard let library, let symbol else { return try read(file: descriptor) }
    let bytes = try CoreLibrary(path: library).descriptor(openedBy: symbol)
    var descriptor = try SchemaCommand.decoded(bytes, of: library)
    descriptor.openFunction = symbol
    return descriptor
  }

  private func read(file: String?) throws(CommandError) -> HostCallDescriptor {
    let input = try Input(file: file)
    defer { input.close() }
    let bytes = try input.readAll()
    do {
      // A descriptor in CBOR begins with the head of a map, which is no character of JSON.
      if let first = bytes.first, first < 0x80 {
        return try JSONDescriptor(text: String(decoding: bytes, as: UTF8.self)).descriptor
      }
      return try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    } catch {
      throw .malformedData("\(input.name): not a descriptor: \(error)")
    }
  }
}
