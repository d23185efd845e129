// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

extension Input {
  /// Runs `body`, which decodes the whole input.
  ///
  /// - Throws: The codec's error with the input's name.
  func checkingCBOR(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as CBORError {
      throw CommandError.malformedData("\(name): \(error)")
    }
  }

  /// Answers each line as it arrives, with "ok RESULT" or "error CODE OFFSET MESSAGE".
  ///
  /// - Parameter answer: Returns the result for a line.
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
