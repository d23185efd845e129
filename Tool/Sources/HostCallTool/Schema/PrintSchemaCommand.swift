// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec
internal import HostCall

/// `hostcall schema [print] (LIBRARY --open SYMBOL | --server ADDRESS) [--json]`: prints the calls of a core from its
/// descriptor.
struct PrintSchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print", abstract: "Prints the calls of a shared library or of a server, in CDDL (RFC 8610).",
    discussion: "The word print may be omitted.")

  @Argument(help: "The library; with --open.", completion: .file())
  var library: String?

  @Option(name: .customLong("open"), help: OpenOption.help)
  var symbol: String?

  @OptionGroup(title: "Server") var server: ServerOptions

  @Flag(help: "Print the whole descriptor as JSON instead, with fingerprints, outlines and types as data.")
  var json = false

  func validate() throws {
    guard (library == nil) != (server.server == nil) else {
      throw ValidationError("Expected either a library with --open, or --server.")
    }
    guard (library == nil) == (symbol == nil) else {
      throw ValidationError("A library needs --open, which belongs to a library.")
    }
  }

  func run() async throws {
    let source = library ?? server.server ?? ""
    let bytes = try await readDescriptor()
    let descriptor = try Self.decoded(bytes, of: source)
    try Output.write(json ? encoded(bytes, of: source) : PrintableText.lines(of: descriptor.cddl))
  }

  private func readDescriptor() async throws(CommandError) -> [UInt8] {
    guard let library, let symbol else { return try await server.descriptor(of: server.server ?? "") }
    return try CoreLibrary(path: library).descriptor(openedBy: symbol)
  }

  /// Decodes the descriptor of a library or a server.
  static func decoded(_ bytes: [UInt8], of source: String) throws(CommandError) -> HostCallDescriptor {
    do {
      return try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    } catch {
      throw .malformedData("\(source): the core's descriptor cannot be decoded: \(error)")
    }
  }

  private func encoded(_ descriptor: [UInt8], of source: String) throws(CommandError) -> String {
    do {
      var json = try JSONDescriptor(cbor: descriptor)
      json.openFunction = symbol
      return try json.text
    } catch {
      throw .malformedData("\(source): the core's descriptor cannot be encoded as JSON: \(error)")
    }
  }
}
