internal import CBORCodec

/// `hostcall cbor …`: reads CBOR or its notation, and writes the other, or says what is wrong with it.
struct CBORCommand {
  private enum Action: String {
    case diag, check, encode, roundtrip
  }

  private let action: Action
  private let isPretty: Bool
  private let isByLine: Bool
  private let input: Input

  /// - Parameter arguments: What follows `cbor`.
  init(_ arguments: ArraySlice<String>) throws(Failure) {
    guard let name = arguments.first, let action = Action(rawValue: name) else { throw .usage }
    var options: Set<String> = []
    var files: [String] = []
    for argument in arguments.dropFirst() {
      if argument.hasPrefix("-"), argument != "-" {
        guard options.insert(argument).inserted else { throw .usage }
      } else {
        files.append(argument)
      }
    }
    let known: [Set<String>] =
      switch action {
      case .diag: [[], ["--pretty"], ["--lines"]]
      case .encode, .roundtrip: [[], ["--lines"]]
      case .check: [[]]
      }
    guard known.contains(options), files.count <= 1 else { throw .usage }
    self.action = action
    isPretty = options.contains("--pretty")
    isByLine = options.contains("--lines")
    input = try Input(file: files.first)
  }

  func run() throws(Failure) {
    if isByLine { return try input.forEachLines(answerLines) }
    let bytes = try input.readAll()
    switch action {
    case .encode: try Output.write(encoded(bytes))
    case .diag: try Output.write(checked { () throws(CBORError) in try notation(of: bytes) } + "\n")
    case .roundtrip: try Output.write(checked { () throws(CBORError) in try Self.preferred(bytes) })
    case .check:
      try checked { () throws(CBORError) in try CBORDecoder().validate(bytes) }
      try Output.write("well-formed: \(bytes.count) \(bytes.count == 1 ? "byte" : "bytes")\n")
    }
  }

  // MARK: A whole file

  /// What `body` returns; an error of the codec ends the tool, with the input's name.
  private func checked<Result>(_ body: () throws(CBORError) -> Result) throws(Failure) -> Result {
    do throws(CBORError) {
      return try body()
    } catch {
      throw .malformedData("\(input.name): \(error)")
    }
  }

  private func notation(of bytes: [UInt8]) throws(CBORError) -> String {
    try CBORDecoder().diagnosticNotation(of: bytes, indented: isPretty)
  }

  private func encoded(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
    guard let notation = String(validating: bytes, as: UTF8.self) else {
      throw .malformedData("\(input.name): \(Self.notUTF8)")
    }
    do throws(CBORDiagnosticError) {
      return try CBOREncoder().encode(diagnostic: notation)
    } catch {
      throw .malformedData("\(input.name): \(error)")
    }
  }

  private static let notUTF8 = "notation is text in UTF-8, and this is not"

  /// Decodes to a value and encodes that: lengths definite, numbers shortest, pairs and tags as they were.
  static func preferred(_ bytes: [UInt8]) throws(CBORError) -> [UInt8] {
    do {
      return try CBOREncoder().encode(try CBORDecoder().decode(CBORValue.self, from: bytes))
    } catch let error as CBORError {
      throw error
    } catch {
      // Whatever decodes as a value can be encoded; should that ever be wrong, the tool says so and goes on.
      throw CBORError(code: CBORError.Code(rawValue: "notEncodable"), offset: 0, message: "\(error)")
    }
  }

  // MARK: Line by line

  /// The answers to some lines.
  private func answerLines(_ lines: [ArraySlice<UInt8>]) throws(Failure) {
    var answers = ""
    for line in lines {
      do throws(CBORError) {
        answers += "ok \(try answer(to: line))\n"
      } catch {
        answers += "error \(error.code.rawValue) \(error.offset) \(error.message)\n"
      }
    }
    try Output.write(answers)
  }

  private func answer(to line: ArraySlice<UInt8>) throws(CBORError) -> String {
    switch action {
    case .encode: HexLine.text(of: try Self.encoded(line))
    case .roundtrip: HexLine.text(of: try Self.preferred(HexLine.bytes(of: line)))
    case .diag, .check: try notation(of: HexLine.bytes(of: line))
    }
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
