// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCall

/// A file with a descriptor, as `hostcall schema --json` or `hostcall_describe` writes it.
enum DescriptorFile {
  /// Reads the descriptor of the core in a library, of which `symbol` opens a bridge, or of a file if no library is
  /// given.
  static func read(
    _ file: String?, orLibrary library: String?, openedBy symbol: String?
  ) throws(CommandError) -> HostCallDescriptor {
    guard let library, let symbol else { return try read(file) }
    return try PrintSchemaCommand.decoded(try CoreLibrary(path: library).descriptor(openedBy: symbol), of: library)
  }

  /// Reads a file; standard input for `nil` and `-`.
  static func read(_ file: String?) throws(CommandError) -> HostCallDescriptor {
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
