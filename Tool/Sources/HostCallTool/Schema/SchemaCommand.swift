// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec
internal import HostCall

/// `hostcall schema LIBRARY --open SYMBOL [--json]`: prints the calls of a core from its descriptor.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the calls of a shared library, in CDDL (RFC 8610).")

  @Argument(help: "The library.", completion: .file())
  var library: String

  @OptionGroup var open: OpenOption

  @Flag(help: "Print the whole descriptor as JSON instead, with fingerprints, outlines and types as data.")
  var json = false

  func run() throws {
    let core = try CoreLibrary(path: library)
    let bridge = try core.openBridge(open.symbol)
    let descriptor = try Self.descriptor(of: bridge, core)
    let bytes = try core.descriptor(of: bridge)
    try core.close(bridge)
    try Output.write(json ? encoded(bytes) : descriptor.cddl)
  }

  /// Returns the decoded descriptor of a core.
  static func descriptor(of bridge: hostcall_bridge, _ core: CoreLibrary) throws(CommandError) -> HostCallDescriptor {
    let bytes = try core.descriptor(of: bridge)
    do {
      return try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    } catch {
      throw .malformedData("\(core.path): the core's descriptor cannot be decoded: \(error)")
    }
  }

  private func encoded(_ descriptor: [UInt8]) throws(CommandError) -> String {
    do {
      var json = try JSONDescriptor(cbor: descriptor)
      json.openFunction = open.symbol
      return try json.text
    } catch {
      throw .malformedData("\(library): the core's descriptor cannot be encoded as JSON: \(error)")
    }
  }
}
