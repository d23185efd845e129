// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor encode`: encodes diagnostic notation, of which JSON is a part, as CBOR.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Encodes diagnostic notation or JSON as CBOR.",
    discussion: """
      JSON is diagnostic notation too, and becomes what RFC 8949, section 6.2, advises: integers stay integers, of any \
      size, and numbers with a fraction or an exponent become the shortest float with the same value.

      With --sequence it reads any number of items, separated by commas, and writes them one after the other (RFC \
      8742). With --lines it reads one item in notation per line, and prints "ok HEX" or "error CODE OFFSET MESSAGE" \
      for each.
      """)

  @Flag(help: "Read any number of items, separated by commas.")
  var sequence = false

  @Flag(help: "Read one item in notation per line.")
  var lines = false

  @OptionGroup var file: FileArgument

  func validate() throws {
    if sequence, lines { throw ValidationError("--sequence and --lines cannot be used together.") }
  }

  private static let notUTF8 = "expected diagnostic notation in UTF-8, but the input is not valid UTF-8"

  func run() throws {
    let input = try file.open()
    if lines {
      return try input.answerLines { line throws(CBORError) in HexLine.text(of: try Self.encoded(line)) }
    }
    guard let notation = String(validating: try input.readAll(), as: UTF8.self) else {
      throw CommandError.malformedData("\(input.name): \(Self.notUTF8)")
    }
    let bytes: [UInt8]
    do {
      let encoder = CBOREncoder()
      bytes = try sequence ? encoder.encodeSequence(diagnostic: notation) : encoder.encode(diagnostic: notation)
    } catch {
      throw CommandError.malformedData("\(input.name): \(error)")
    }
    try Output.write(bytes)
  }

  /// Encodes a line of notation.
  ///
  /// - Throws: An error with the code `invalidNotation`, whose offset is in bytes from the start of the line.
  private static func encoded(_ line: ArraySlice<UInt8>) throws(CBORError) -> [UInt8] {
    let code = CBORError.Code(rawValue: "invalidNotation")
    guard let notation = String(validating: line, as: UTF8.self) else {
      throw CBORError(code: code, offset: 0, message: notUTF8)
    }
    do throws(CBORDiagnosticError) {
      return try CBOREncoder().encode(diagnostic: notation)
    } catch {
      throw CBORError(code: code, offset: error.offset, message: error.message)
    }
  }
}
