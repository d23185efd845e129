// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor check`: checks that each file is one well-formed item, or a sequence of items.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks that CBOR is one well-formed item, or reports where it is malformed.")

  @Flag(help: "Accept any number of items, one after the other (RFC 8742).")
  var sequence = false

  @OptionGroup var hex: HexOption

  @Argument(help: "The files to read; standard input if they are omitted, or for -.", completion: .file())
  var files: [String] = []

  func run() throws {
    guard files.count > 1 else { return try Output.write("well-formed: \(try size(of: files.first))\n") }
    var progress = ProgressBar(total: files.count)
    var errors: [CommandError] = []
    for (index, file) in files.enumerated() {
      progress.show(index)
      do {
        _ = try size(of: file)
      } catch let error as CommandError {
        errors.append(error)
      }
    }
    progress.clear()
    if let first = errors.first {
      throw CommandError(status: first.status, message: errors.map(\.message).joined(separator: "\n"))
    }
    try Output.write("well-formed: \(files.count) files\n")
  }

  /// Checks a file, and returns its size in words.
  private func size(of file: String?) throws -> String {
    let input = try Input(file: file)
    defer { input.close() }
    let bytes = try hex.read(input)
    let size = "\(bytes.count) \(bytes.count == 1 ? "byte" : "bytes")"
    guard sequence else {
      try input.checkingCBOR { try CBORDecoder().validate(bytes) }
      return size
    }
    var count = 0
    if !bytes.isEmpty { try input.checkingCBOR { try ItemSequence(bytes).forEach { _ in count += 1 } } }
    return "\(count) \(count == 1 ? "item" : "items"), \(size)"
  }
}
