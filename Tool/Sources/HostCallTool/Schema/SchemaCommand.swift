// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec
internal import HostCall

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// `hostcall schema LIBRARY --open SYMBOL [--json]`: prints the calls of a core from its descriptor.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the calls of a shared library, in CDDL (RFC 8610).")

  @Argument(help: "The library.", completion: .file())
  var library: String

  @OptionGroup var open: OpenOption

  @Flag(help: "Print JSON instead, with fingerprints and outlines.")
  var json = false

  func run() throws {
    let core = try CoreLibrary(path: library)
    let bridge = try core.openBridge(open.symbol)
    let descriptor = try Self.descriptor(of: bridge, core)
    try core.close(bridge)
    try Output.write(json ? encoded(descriptor) : descriptor.cddl)
  }

  /// Returns the decoded descriptor of a core.
  static func descriptor(of bridge: hostcall_bridge, _ core: CoreLibrary) throws(CommandError) -> HostCallDescriptor {
    let bytes = try core.descriptor(of: bridge)
    do {
      return try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    } catch {
      throw .malformedData("\(core.path): the core's descriptor can't be decoded: \(error)")
    }
  }

  private func encoded(_ descriptor: HostCallDescriptor) throws(CommandError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(JSONDescriptor(descriptor)), as: UTF8.self) + "\n"
    } catch {
      throw .malformedData("\(library): the core's descriptor can't be encoded as JSON: \(error)")
    }
  }
}

/// A descriptor for JSON, with fingerprints in hexadecimal, since not all JSON parsers support 64-bit numbers.
private struct JSONDescriptor: Encodable {
  struct Call: Encodable {
    let name: String
    let direction: HostCallDescriptor.Direction
    let fingerprint: String?
    let request: HostCallDescriptor.Part?
    let response: HostCallDescriptor.Part?
    let failure: HostCallDescriptor.Part?
    let outline: String?
  }

  let version: Int
  let calls: [Call]
  let cddl: String

  init(_ descriptor: HostCallDescriptor) {
    version = descriptor.version
    cddl = descriptor.cddl
    calls = descriptor.calls.map { call in
      Call(
        name: call.name, direction: call.direction,
        fingerprint: call.fingerprint.map { Hexadecimal.prefixed($0) }, request: call.request,
        response: call.response, failure: call.failure, outline: call.outline)
    }
  }
}
