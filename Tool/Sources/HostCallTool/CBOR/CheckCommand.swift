// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor check`: checks that the input is one well-formed item, or a sequence of items.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks that CBOR is one well-formed item, or reports where it is malformed.")

  @Flag(help: "Accept any number of items, one after the other (RFC 8742).")
  var sequence = false

  @OptionGroup var hex: HexOption

  @OptionGroup var file: FileArgument

  func run() throws {
    let input = try file.open()
    let bytes = try hex.read(input)
    let size = "\(bytes.count) \(bytes.count == 1 ? "byte" : "bytes")"
    guard sequence else {
      try input.checkingCBOR { try CBORDecoder().validate(bytes) }
      return try Output.write("well-formed: \(size)\n")
    }
    var count = 0
    if !bytes.isEmpty { try input.checkingCBOR { try ItemSequence(bytes).forEach { _ in count += 1 } } }
    try Output.write("well-formed: \(count) \(count == 1 ? "item" : "items"), \(size)\n")
  }
}
