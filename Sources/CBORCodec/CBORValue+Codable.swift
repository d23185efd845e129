// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Conversions between CBORValue and other Encodable and Decodable types, with the same results as through bytes.

extension CBORValue {
  /// Creates the value that another value encodes to.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - encoder: The encoder whose options apply.
  /// - Throws: The same errors as encoding `value` to bytes.
  public init(encoding value: some Encodable, with encoder: CBOREncoder = CBOREncoder()) throws {
    self = try encoder.write(value) { storage in
      try unsafe storage.withMessage { try unsafe CBORValue(scanned: InputBuffer($0)) }
    }
  }

  /// Decodes a value of another type from this value.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - decoder: The decoder whose options apply.
  /// - Returns: The decoded value.
  /// - Throws: The same errors as decoding from this value's encoding, to which the offsets in errors refer; and
  ///   `EncodingError` if the value cannot be encoded, because it is nested deeper than the decoder's limit or contains
  ///   a ``simple(_:)`` from 24 to 31.
  public func decode<Value: Decodable>(_ type: Value.Type, with decoder: CBORDecoder = CBORDecoder()) throws -> Value {
    var encoder = CBOREncoder()
    encoder.limits = decoder.limits
    return try encoder.write(self) { storage in
      try unsafe storage.withMessage { try unsafe decoder.decode(type, from: $0) }
    }
  }
}

// CBOREncoder and CBORDecoder handle CBORValue directly and do not use these conformances, which are for other coders.
// JSONEncoder, for example, encodes a value as long as it contains nothing that JSON cannot represent.

extension CBORValue: Encodable {
  /// Encodes the value: as itself with ``CBOREncoder``, and as the closest Swift value with any other encoder.
  ///
  /// - Parameter encoder: The encoder to write to.
  /// - Throws: `EncodingError.invalidValue` if there is no such Swift value: for a tag, for a simple value other than
  ///   `true`, `false`, `null` and `undefined`, and for a map with a key that is not text.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .map(let pairs):
      var container = encoder.container(keyedBy: CodingPathKey.self)
      for pair in pairs {
        guard case .text(let key) = pair.key else {
          throw noForm("the key \(pair.key)", path: encoder.codingPath)
        }
        try container.encode(pair.value, forKey: CodingPathKey(stringValue: key))
      }
    default:
      try encodeScalar(to: encoder)
    }
  }

  private func encodeScalar(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .unsigned(let number): try container.encode(number)
    case .negative(let argument):
      if let number = Int64(exactly: argument) {
        try container.encode(~number)
      } else {
        try container.encode(~Int128(argument))
      }
    case .bytes(let bytes): try container.encode(bytes)
    case .text(let text): try container.encode(text)
    case .float(let number): try container.encode(number)
    case .false, .true: try container.encode(self == .true)
    case .null, .undefined: try container.encodeNil()
    default: throw noForm("\(self)", path: encoder.codingPath)
    }
  }

  private func noForm(_ what: String, path: [any CodingKey]) -> EncodingError {
    EncodingError.invalidValue(
      self, .init(codingPath: path, debugDescription: "Only CBOREncoder has a form for \(what)."))
  }
}

extension CBORValue: Decodable {
  /// Decodes a value: any item with ``CBORDecoder``.
  ///
  /// With any other decoder, tries in turn null, a Boolean, an integer, a float, text, an array, and a map with text
  /// keys.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: `DecodingError.typeMismatch` if none of them decodes.
  public init(from decoder: any Decoder) throws {
    if let scalar = try? decoder.singleValueContainer().scalar {
      self = scalar
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [CBORValue] = []
      while !container.isAtEnd { elements.append(try container.decode(CBORValue.self)) }
      self = .array(elements)
    } else {
      let container = try decoder.container(keyedBy: CodingPathKey.self)
      self = .map(
        try container.allKeys.map { key in
          Pair(key: .text(key.stringValue), value: try container.decode(CBORValue.self, forKey: key))
        })
    }
  }
}

extension SingleValueDecodingContainer {
  /// The value in the container, if it is neither an array nor a map.
  fileprivate var scalar: CBORValue? {
    if decodeNil() { return .null }
    if let value = try? decode(Bool.self) { return value ? .true : .false }
    if let value = try? decode(UInt64.self) { return .unsigned(value) }
    if let value = try? decode(Int64.self) { return .integer(Int128(value)) }
    if let value = try? decode(Double.self) { return .float(value) }
    if let value = try? decode(String.self) { return .text(value) }
    return nil
  }
}
