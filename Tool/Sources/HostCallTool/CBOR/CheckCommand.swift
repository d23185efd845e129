internal import ArgumentParser
internal import CBORCodec

/// `hostcall cbor check`: whether something is one well-formed item.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Says whether CBOR is one well-formed item, or where it is not.")

  @OptionGroup var file: FileArgument

  func run() throws {
    let input = try file.open()
    let bytes = try input.readAll()
    try input.checkingCBOR(bytes) { try CBORDecoder().validate(bytes) }
    try Output.write("well-formed: \(bytes.count) \(bytes.count == 1 ? "byte" : "bytes")\n")
  }
}
