internal import CBORCodec
internal import HostBridgeCore

/// Values to bytes and back, in either format.
enum PayloadCodec {
  static func encode<Value: Encodable>(_ value: Value, _ encoding: PayloadEncoding) throws -> [UInt8] {
    switch encoding {
    case .cbor: try CBOREncoder().encode(value)
    case .raw: try PlainBytes.encode(value)
    }
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, _ bytes: RawSpan, _ encoding: PayloadEncoding, limit: Int
  ) throws -> Value {
    switch encoding {
    case .cbor:
      var decoder = CBORDecoder()
      decoder.limits.messageSize = limit
      decoder.limits.stringSize = limit
      return try unsafe bytes.withUnsafeBytes { unsafe try decoder.decode(type, from: $0) }
    case .raw: return try PlainBytes.decode(type, PayloadType.of(type), bytes)
    }
  }

  /// An error of a codec in words: where, and what was wrong there.
  static func describe(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context):
      return describe(context.codingPath, context.debugDescription, underlying: context.underlyingError)
    case EncodingError.invalidValue(_, let context):
      return describe(context.codingPath, context.debugDescription, underlying: context.underlyingError)
    default: return String(describing: error)
    }
  }

  private static func describe(
    _ path: [any CodingKey], _ text: String, underlying: (any Error)?
  ) -> String {
    var place = ""
    for key in path {
      if let index = key.intValue { place += "[\(index)]" } else { place += ".\(key.stringValue)" }
    }
    let cause = underlying.map { " (\($0))" } ?? ""
    return place.isEmpty ? text + cause : "at \(place.drop { $0 == "." }): \(text)\(cause)"
  }
}
