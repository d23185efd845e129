// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCall

/// Compares the two ways in which a value is coded: directly, by `CBOREncodable` and `CBORDecodable`, and through the
/// containers of `Codable`.
///
/// Both must write the same bytes, and read the same values from them. A value that is only `Codable` may contain
/// values that are coded directly, so every value is compared.
enum DirectCoding {
  /// Coders with any `userInfo` use containers.
  private static let throughContainers: [CodingUserInfoKey: any Sendable] =
    CodingUserInfoKey(rawValue: "hostcall.containers").map { [$0: true] } ?? [:]

  private static var encoder: CBOREncoder {
    var encoder = CBOREncoder()
    encoder.userInfo = throughContainers
    return encoder
  }

  private static var decoder: CBORDecoder {
    var decoder = CBORDecoder()
    decoder.userInfo = throughContainers
    return decoder
  }

  /// Checks that `Codable` encodes a value to the same bytes and, if the type is `CBORDecodable`, decodes the same
  /// value from them.
  ///
  /// - Parameter bytes: The bytes of the value, sorted.
  static func check(_ value: some Encodable, _ bytes: [UInt8]) throws(FixtureError.Reason) {
    let other = outcome { try StableMessage.of(value, by: encoder).bytes }
    switch other {
    case .success(let other) where other == bytes: break
    case .success(let other):
      let names = (golden: "encoding by Codable", bytes: "encoding by CBOREncodable")
      throw .unsupported(
        "Codable and CBOREncodable encode the value differently; "
          + FixtureDifference(golden: other, bytes: bytes, names: names).description)
    case .failure(let error):
      throw .unsupported("CBOREncodable encodes the value, and Codable does not: \(PayloadCodec.describe(error))")
    }
    func check<Value: CBORDecodable>(_ type: Value.Type) throws(FixtureError.Reason) {
      try checkDecoding(type, bytes)
    }
    if let type = type(of: value) as? any CBORDecodable.Type { try check(type) }
  }

  /// Checks that a value which was decoded from a golden file is the same if it is decoded through containers.
  static func check<Value: Decodable & Equatable>(_ value: Value, _ golden: [UInt8]) throws(FixtureError.Reason) {
    switch outcome({ try decoder.decode(Value.self, from: golden) }) {
    case .success(let other) where other == value: break
    case .success(let other):
      throw .unsupported("Codable and CBORDecodable decode it differently: as \(other), and as \(value)")
    case .failure(let error):
      throw .unsupported("CBORDecodable decodes it, and Codable does not: \(PayloadCodec.describe(error))")
    }
  }

  /// Checks that a message decodes to values with the same bytes in both ways, or in neither.
  private static func checkDecoding<Value: CBORDecodable>(
    _ type: Value.Type, _ bytes: [UInt8]
  ) throws(FixtureError.Reason) {
    let direct = outcome { try encoded(CBORDecoder().decode(type, from: bytes)) }
    let codable = outcome { try encoded(decoder.decode(type, from: bytes)) }
    switch (codable, direct) {
    case (.success(let codable), .success(let direct)) where codable == direct: break
    case (.success(let codable), .success(let direct)):
      let names = (golden: "value that Codable decodes", bytes: "value that CBORDecodable decodes")
      throw .unsupported(
        "Codable and CBORDecodable decode its bytes differently; "
          + FixtureDifference(golden: codable, bytes: direct, names: names).description)
    case (.success, .failure(let error)):
      throw .unsupported("Codable decodes its bytes, and CBORDecodable does not: \(PayloadCodec.describe(error))")
    case (.failure(let error), .success):
      throw .unsupported("CBORDecodable decodes its bytes, and Codable does not: \(PayloadCodec.describe(error))")
    case (.failure, .failure): break
    }
  }

  /// Returns the bytes of a value that was decoded; empty for one that cannot be encoded.
  private static func encoded(_ value: some Decodable) throws -> [UInt8] {
    guard let value = value as? any Encodable else { return [] }
    return try StableMessage.of(value).bytes
  }

  private static func outcome<Value>(_ body: () throws -> Value) -> Result<Value, any Error> { Result(catching: body) }
}
