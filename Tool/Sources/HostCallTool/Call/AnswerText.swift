// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostBridgeCore

/// The text of an answer to a call of the core, as the command line and the terminal take it.
///
///     {"name": "Ada", "tags": []}              a response
///     failure {"code": "not_found"}            the failure that the call declares
///     error unavailable the server is down     an error with a code, and a message
///     items 100, 250                           the items of a stream, and then its end; a call that the core has
///                                              described as a stream needs no "items"
package enum AnswerText: Sendable, Hashable {
  case response(String)
  case failure(String)
  case error(HostCallCode, String)
  case items(String)

  /// Reads an answer; the notation in it is not read yet.
  package init(_ text: String) throws(ValueError) {
    let text = text.drop { $0.isWhitespace }
    let word = text.prefix { !$0.isWhitespace }
    let rest = String(text[word.endIndex...].drop { $0.isWhitespace })
    switch word {
    case "failure": self = .failure(rest)
    case "items": self = .items(rest)
    case "error":
      let name = rest.prefix { !$0.isWhitespace }
      guard let code = Self.codes.first(where: { $0.description == name }) else {
        throw ValueError(
          "found the code '\(name)', expected one of \(Self.codes.map(\.description).joined(separator: ", "))")
      }
      self = .error(code, String(rest[name.endIndex...].drop { $0.isWhitespace }))
    default: self = .response(String(text))
    }
  }

  private static let codes = (1...16).map { HostCallCode(rawValue: $0) }

  /// Returns the bytes of the answer.
  package func encoded(for call: CoreCall) throws(ValueError) -> HostAnswer {
    switch self {
    case .items(let notation) where call.isStream, .response(let notation) where call.isStream:
      .items(try call.response.bytes(ofSequence: notation))
    case .failure(let notation): .failure(try call.failure.bytes(ofNotation: notation))
    case .error(let code, let message): .error(code, message)
    case .response(let notation): .response(try call.response.bytes(ofNotation: notation))
    case .items: throw ValueError("\(call.name) is not a stream: expected one item without 'items'")
    }
  }
}
