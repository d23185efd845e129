internal import CBORCodec

/// The paths by which a type is decoded and encoded: directly if it supports that, through containers in one pass, and
/// through containers after a scan.
///
/// All paths must give the same result: a value with the same bytes, or the same verdict on the message.
enum BothPaths {
  /// The result of an attempt to decode a message.
  private enum Verdict: Equatable {
    /// A value, represented by its deterministic encoding.
    case value([UInt8])
    case malformed(CBORError)
    /// The message is well-formed, but the type can't be decoded from it.
    case unsuitable
    case other(String)
  }

  /// Decodes with default options, and with an option whose only effect is that the codec uses containers.
  ///
  /// - Returns: The value; nil if decoding fails.
  static func decode<Value: Codable>(_ type: Value.Type, from bytes: [UInt8]) throws(PropertyFailure) -> Value? {
    let direct = Result { try CBORDecoder().decode(type, from: bytes) }
    var decoder = CBORDecoder()
    decoder.userInfo = byContainers
    let onePass = Result { try decoder.decode(type, from: bytes) }
    decoder.checksFirst = true
    let scanned = Result { try decoder.decode(type, from: bytes) }
    let verdict = verdict(direct)
    try PropertyFailure.unless(
      verdict == self.verdict(onePass), "\(type) by itself: \(direct), by containers in one pass: \(onePass)")
    try PropertyFailure.unless(
      verdict == self.verdict(scanned), "\(type) by itself: \(direct), by containers after a scan: \(scanned)")
    return try? direct.get()
  }

  /// Encodes a value on both paths, which must give the same bytes.
  static func encode(_ value: some Encodable) throws(PropertyFailure) {
    let direct = Result { try CBOREncoder().encode(value) as [UInt8] }
    let lent = Result {
      try CBOREncoder().withEncoded(value) { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }
    var encoder = CBOREncoder()
    encoder.userInfo = byContainers
    let other = Result { try encoder.encode(value) as [UInt8] }
    try PropertyFailure.unless(
      (try? direct.get()) == (try? other.get()), "\(value) by itself: \(direct), by containers: \(other)")
    try PropertyFailure.unless((try? direct.get()) == (try? lent.get()), "\(value): \(direct), lent: \(lent)")
  }

  private static let byContainers = CodingUserInfoKey(rawValue: "by containers").map { [$0: true] } ?? [:]

  private static func verdict(_ result: Result<some Encodable, any Error>) -> Verdict {
    switch result {
    case .success(let value):
      var encoder = CBOREncoder()
      encoder.deterministic = true
      do {
        return .value(try encoder.encode(value))
      } catch {
        return .other("\(error)")
      }
    case .failure(let error as CBORError): return .malformed(error)
    case .failure(is DecodingError): return .unsuitable
    case .failure(let error): return .other("\(error)")
    }
  }
}
