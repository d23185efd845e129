internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor encode`: notation in CBOR.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Turns diagnostic notation into CBOR.",
    discussion: """
      With --sequence it reads any number of items with commas between them, and writes them one after the other (RFC \
      8742). With --lines it reads one item in notation a line, and prints for each "ok HEX" or "error CODE OFFSET \
      MESSAGE".
      """)

  @Flag(help: "Read any number of items, with commas between them.")
  var sequence = false

  @Flag(help: "Read one item in notation a line.")
  var lines = false

  @OptionGroup var file: FileArgument

  func validate() throws {
    if sequence, lines { throw ValidationError("--sequence and --lines do not go together.") }
  }

  private static let notUTF8 = "notation is text in UTF-8, and this is not"

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
  /// - Throws: An error of the code `invalidNotation`, whose offset counts from the line's start in bytes.
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
