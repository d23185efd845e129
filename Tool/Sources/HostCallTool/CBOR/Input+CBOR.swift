internal import CBORCodec

extension Input {
  /// Runs `body`, which decodes `bytes`, the whole input.
  ///
  /// - Throws: An error of the codec with the input's name; and whether the input seems to be something else.
  func checkingCBOR(_ bytes: [UInt8], _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as CBORError {
      throw CommandError.malformedData("\(name): \(error)\(HexLine.isLikely(bytes) ? "; \(Self.hexHint)" : "")")
    }
    // Digits are CBOR, too: small negative numbers, and short strings.
    if HexLine.isLikely(bytes) { Output.writeError("hostcall: \(name): \(Self.hexHint)") }
  }

  private static let hexHint =
    "this may be hexadecimal text, which `hostcall cbor diag --lines` and `hostcall cbor roundtrip --lines` read"

  /// Answers each line as it comes, by `answer`: "ok RESULT", or "error CODE OFFSET MESSAGE".
  func answerLines(_ answer: (_ line: ArraySlice<UInt8>) throws(CBORError) -> String) throws(CommandError) {
    try forEachLines { lines throws(CommandError) in
      var answers = ""
      for line in lines {
        do throws(CBORError) {
          answers += "ok \(try answer(line))\n"
        } catch {
          answers += "error \(error.code.rawValue) \(error.offset) \(error.message)\n"
        }
      }
      try Output.write(answers)
    }
  }
}
