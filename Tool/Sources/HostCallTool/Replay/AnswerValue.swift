// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// The value of an answer, recorded or received.
enum AnswerValue: CustomStringConvertible {
  case response(CBORValue)
  case failure(CBORValue)
  case error(HostCallCode, String)

  /// Reads an answer that was recorded.
  init(_ answer: RecordedCall.Answer, _ call: CoreCall) throws(ValueError) {
    self =
      switch answer {
      case .response(let part): .response(try part.value(for: call.response))
      case .failure(let part): .failure(try part.value(for: call.failure))
      case .error(let code): .error(code, "")
      }
  }

  /// Returns how an answer that was received differs from this one, which is expected; `nil` if it does not.
  ///
  /// The messages of errors are not compared.
  func difference(from found: AnswerValue) -> String? {
    switch (self, found) {
    case (.response(let expected), .response(let found)), (.failure(let expected), .failure(let found)):
      ValueDifference.first(expected: expected, found: found)?.description
    case (.error(let expected, _), .error(let found, _)) where expected == found: nil
    default: "found \(found), expected \(self)"
    }
  }

  var description: String {
    switch self {
    case .response(let value): "the response \(ValueError.notation(value))"
    case .failure(let value): "the failure \(ValueError.notation(value))"
    case .error(let code, ""): "the error \(code)"
    case .error(let code, let message): "the error \(code): \(message)"
    }
  }
}
