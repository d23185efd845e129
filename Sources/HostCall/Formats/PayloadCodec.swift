internal import CBORCodec
internal import HostBridgeCore

/// Values to bytes and back, in either format.
package enum PayloadCodec {
  static func encode<Value: Encodable>(_ value: Value, _ encoding: PayloadEncoding) throws -> [UInt8] {
    switch encoding {
    case .cbor: try CBOREncoder().encode(value)
    case .raw: try PlainBytes.encode(value)
    }
  }

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

  /// Decodes a message in CBOR, within the codec's limits.
  package static func decode<Value: Decodable>(_ type: Value.Type, fromCBOR bytes: [UInt8]) throws -> Value {
    try unsafe decode(type, from: bytes.span.bytes, in: .cbor, limit: CBORLimits().messageSize)
  }

  /// An error of a codec in words: where, and what was wrong there.
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

  /// The most characters of an error or a failure that cross in a message.
  private static let mostCharacters = 1000

  /// An error in one line, with what its failure contained.
  static func summary(of error: any Error) -> String {
    shortened("\(error)") + content(of: (error as? BridgeError)?.failure ?? [])
  }

  /// A failure of no type that is known, after a colon; nothing if there is nothing in it.
  static func content(of failure: [UInt8]) -> String {
    guard !failure.isEmpty, failure != [0xA0] else { return "" }
    guard failure.count <= 1 << 16, let notation = try? CBORDecoder().diagnosticNotation(of: failure) else {
      return ": \(failure.count) bytes"
    }
    return ": " + shortened(notation)
  }

  private static func shortened(_ text: String) -> String {
    let start = text.prefix(mostCharacters)
    return start.endIndex < text.endIndex ? start + "…" : text
  }
}
