// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// The value of an answer, or of the end of a stream, recorded or received.
enum AnswerValue: CustomStringConvertible {
  case response(CBORValue)
  case failure(CBORValue)
  case error(HostCallCode, String)
  /// The end of a stream without an error.
  case end
  /// An answer that was received and is not CBOR, though it has to be; it equals no recorded one.
  case malformed([UInt8])

  /// Reads an answer that was recorded.
  init(_ answer: RecordedCall.Answer, _ call: CoreCall) throws(ValueError) {
    self =
      switch answer {
      case .response(let part): .response(try part.value(for: call.response))
      case .failure(let part): .failure(try part.value(for: call.failure))
      case .error(let code): .error(code, "")
      case .elements: .end
      }
  }

  /// Reads the end of a stream that was recorded; `nil` if it is unknown.
  init?(_ end: RecordedCall.StreamEnd, _ call: CoreCall) throws(ValueError) {
    switch end {
    case .end: self = .end
    case .failure(let part): self = .failure(try part.value(for: call.failure))
    case .error(let code): self = .error(code, "")
    case .unknown: return nil
    }
  }

  /// Reads a response that was received.
  init(response: [UInt8], _ call: CoreCall) {
    self = call.response.receivedValue(of: response).map { .response($0) } ?? .malformed(response)
  }

  /// Reads an error that was received.
  init(_ error: BridgeError, _ call: CoreCall) {
    if let failure = error.failure {
      self = call.failure.receivedValue(of: failure).map { .failure($0) } ?? .malformed(failure)
    } else {
      self = .error(error.code, error.message)
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
    case (.end, .end): nil
    default: "found \(found), expected \(self)"
    }
  }

  var description: String {
    switch self {
    case .response(let value): "the response \(ValueError.notation(value))"
    case .failure(let value): "the failure \(ValueError.notation(value))"
    case .error(let code, ""): "the error \(code)"
    case .error(let code, let message): "the error \(code): \(message)"
    case .end: "the end"
    case .malformed(let bytes): "bytes that are not CBOR, \(ValueError.notation(.bytes(bytes)))"
    }
  }
}
