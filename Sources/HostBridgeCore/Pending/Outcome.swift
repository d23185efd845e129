// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The outcome of an answer, as a number of the C interface.
struct Outcome: RawRepresentable, Hashable, Sendable {
  let rawValue: Int32

  static let response = Outcome(rawValue: 0)
  static let error = Outcome(rawValue: 1)
  static let failure = Outcome(rawValue: 2)
  static let cancelled = Outcome(rawValue: 3)

  /// Internal: the host's answer exceeded the size limit, and only its size is known.
  static let tooLarge = Outcome(rawValue: -1)

  /// Internal: memory for the host's answer was lacking, and only its size is known.
  static let noMemory = Outcome(rawValue: -2)

  /// A Boolean value that indicates whether the answer's bytes are the host's.
  var isFromHost: Bool { rawValue >= 0 }

  /// Returns the outcome for an error with one of gRPC's codes.
  static func code(_ code: HostCallCode) -> Outcome { Outcome(rawValue: codeBase + Int32(clamping: code.rawValue)) }

  private static let codeBase: Int32 = 0x100

  /// The gRPC code that the outcome carries, 1 to 16, if any.
  var code: HostCallCode? {
    let code = HostCallCode(rawValue: Int(rawValue) - Int(Self.codeBase))
    return code.isGRPC ? code : nil
  }

  /// A Boolean value that indicates whether a host may answer with this outcome.
  var isValid: Bool { (0...3).contains(rawValue) || code != nil }
}

extension Outcome {
  /// Returns the outcome and payload of an answer from Swift.
  ///
  /// A code outside of 1 to 16 becomes an error with only the message.
  static func encoded(_ answer: BridgeAnswer) -> (outcome: Outcome, payload: [UInt8]) {
    switch answer {
    case .response(let payload): return (.response, payload)
    case .failure(let payload): return (.failure, payload)
    case .error(.unknown, let message): return (.error, Array(message.utf8))
    case .error(.cancelled, let message): return (.cancelled, Array(message.utf8))
    case .error(let code, let message):
      return (code.isGRPC ? .code(code) : .error, Array(message.utf8))
    }
  }
}
