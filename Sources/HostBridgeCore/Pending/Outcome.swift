/// What an answer says, as a number of the C interface.
struct Outcome: RawRepresentable, Hashable, Sendable {
  let rawValue: Int32

  static let response = Outcome(rawValue: 0)
  static let error = Outcome(rawValue: 1)
  static let failure = Outcome(rawValue: 2)
  static let cancelled = Outcome(rawValue: 3)

  /// Not the host's: its answer was over the limit, and only its size is known.
  static let tooLarge = Outcome(rawValue: -1)

  /// Not the host's: there was no memory for its answer, and only its size is known.
  static let noMemory = Outcome(rawValue: -2)

  /// Whether the bytes are the host's own.
  var isFromHost: Bool { rawValue >= 0 }

  /// An error with one of gRPC's codes.
  static func code(_ code: HostCallCode) -> Outcome { Outcome(rawValue: codeBase + Int32(clamping: code.rawValue)) }

  private static let codeBase: Int32 = 0x100

  /// The code of an outcome that carries one, 1 to 16.
  var code: HostCallCode? {
    let (number, overflow) = rawValue.subtractingReportingOverflow(Self.codeBase)
    return !overflow && (1...16).contains(number) ? HostCallCode(rawValue: Int(number)) : nil
  }

  /// Whether a host may answer with it.
  var isValid: Bool { (0...3).contains(rawValue) || code != nil }
}

extension Outcome {
  /// An answer of the core's as it crosses to the host.
  ///
  /// A code that has no number there crosses as a message.
  static func crossing(_ answer: BridgeAnswer) -> (outcome: Outcome, payload: [UInt8]) {
    switch answer {
    case .response(let payload): return (.response, payload)
    case .failure(let payload): return (.failure, payload)
    case .error(.unknown, let message): return (.error, Array(message.utf8))
    case .error(.cancelled, let message): return (.cancelled, Array(message.utf8))
    case .error(let code, let message):
      return ((1...16).contains(code.rawValue) ? .code(code) : .error, Array(message.utf8))
    }
  }
}
