// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// The option that says whether a file is hexadecimal text.
struct HexOption: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: """
      Read pairs of hexadecimal digits, white space, and comments from # to the end of a line; or read CBOR. By default, \
      input that consists only of pairs of digits and white space is hexadecimal text.
      """)
  var hex: Bool?

  /// Reads all bytes of an input, and converts hexadecimal text.
  func read(_ input: Input) throws(CommandError) -> [UInt8] {
    let bytes = try input.readAll()
    guard hex ?? HexText.isLikely(bytes) else { return bytes }
    // The digits may also be well-formed CBOR: small negative numbers and short strings.
    if hex == nil {
      Output.writeError("hostcall: \(input.name): read as hexadecimal text; --no-hex reads it as CBOR")
    }
    do throws(CBORError) {
      return try HexText.bytes(of: bytes)
    } catch {
      throw .malformedData("\(input.name): \(error)")
    }
  }
}
