internal import CBORCodec
internal import HostBridgeCore

/// Values to bytes and back, in either format.
enum PayloadCodec {
  /// Whether values of `type` go as raw bytes by default. Asked at run time: in generic code a constrained default
  /// implementation would be chosen by what the compiler knows, which may be nothing.
  static func encoding(of type: Any.Type, stated format: WireFormat, _ bridge: WireFormat) -> PayloadEncoding {
    switch (format, bridge) {
    case (.cbor, _), (.automatic, .cbor): .cbor
    case (.raw, _), (.automatic, .raw): .raw
    case (.automatic, .automatic): plainness.value(for: type) { type is any PlainData.Type } ? .raw : .cbor
    }
  }

  private static let plainness = TypeCache<Bool>()

  /// Checks that `type` can have `encoding`; throws an error that says why it can't.
  static func check(_ type: Any.Type, _ encoding: PayloadEncoding) throws(PlainDataError) {
    guard encoding == .raw else { return }
    _ = try PlainLayout.of(type)
  }

  static func encode<Value: Encodable>(_ value: Value, _ encoding: PayloadEncoding) throws -> [UInt8] {
    switch encoding {
    case .cbor: try CBOREncoder().encode(value)
    case .raw: try PlainBytes.encode(value)
    }
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, _ bytes: [UInt8], _ encoding: PayloadEncoding, limit: Int
  ) throws -> Value {
    switch encoding {
    case .cbor:
      var decoder = CBORDecoder()
      decoder.limits.messageSize = limit
      decoder.limits.stringSize = limit
      return try decoder.decode(type, from: bytes)
    case .raw: return try PlainBytes.decode(type, bytes)
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
