// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// Encodes and decodes the values of payloads, in CBOR or as raw bytes.
package enum PayloadCodec {
  /// Encodes a value.
  static func encode<Value: Encodable>(_ value: Value, _ encoding: PayloadEncoding) throws -> [UInt8] {
    switch encoding {
    case .cbor: try CBOREncoder().encode(value)
    case .raw: try PlainBytes.encode(value)
    }
  }

  /// Decodes a value.
  ///
  /// - Parameter limit: The maximum size of a message in CBOR and of its strings, in bytes.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: RawSpan, in encoding: PayloadEncoding, limit: Int
  ) throws -> Value {
    switch encoding {
    case .cbor:
      var decoder = CBORDecoder()
      decoder.limits.messageSize = limit
      decoder.limits.stringSize = limit
      do {
        return try unsafe bytes.withUnsafeBytes { unsafe try decoder.decode(type, from: $0) }
      } catch {
        throw UnknownCase.explained(error, decoding: type, from: bytes, with: decoder)
      }
    case .raw: return try PlainBytes.decode(type, described: PayloadType.of(type), from: bytes)
    }
  }

  /// Decodes a message in CBOR, with the codec's default limits.
  package static func decode<Value: Decodable>(_ type: Value.Type, fromCBOR bytes: [UInt8]) throws -> Value {
    try unsafe decode(type, from: bytes.span.bytes, in: .cbor, limit: CBORLimits().messageSize)
  }

  /// Returns a description of an error of encoding or decoding: the place, and what is wrong there.
  package static func describe(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context):
      return describe(context.debugDescription, at: context.codingPath, underlying: context.underlyingError)
    case EncodingError.invalidValue(_, let context):
      return describe(context.debugDescription, at: context.codingPath, underlying: context.underlyingError)
    default: return String(describing: error)
    }
  }

  private static func describe(
    _ text: String, at path: [any CodingKey], underlying: (any Error)?
  ) -> String {
    var place = ""
    for key in path {
      if let index = key.intValue { place += "[\(index)]" } else { place += ".\(key.stringValue)" }
    }
    let cause = underlying.map { " (\($0))" } ?? ""
    return place.isEmpty ? text + cause : "at \(place.drop { $0 == "." }): \(text)\(cause)"
  }

  // MARK: Messages

  /// The maximum number of characters of an error or a failure in a message.
  private static let maximumCharacters = 1000

  /// Returns a description of an error in one line, with the content of its failure.
  static func summary(of error: any Error) -> String {
    shortened("\(error)") + content(of: (error as? BridgeError)?.failure ?? [])
  }

  /// Returns the content of a failure of unknown type, after a colon; an empty string for an empty failure.
  static func content(of failure: [UInt8]) -> String {
    guard !failure.isEmpty, failure != [0xA0] else { return "" }
    guard failure.count <= 1 << 16, let notation = try? CBORDecoder().diagnosticNotation(of: failure) else {
      return ": \(failure.count) bytes"
    }
    return ": " + shortened(notation)
  }

  private static func shortened(_ text: String) -> String {
    let start = text.prefix(maximumCharacters)
    return start.endIndex < text.endIndex ? start + "…" : text
  }
}
