// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// The paths on which a type is decoded and encoded: directly if the type supports that, or through containers; each in
/// one pass, and after a scan.
///
/// All paths must give the same result: a value with the same bytes, or the same verdict on the message.
enum BothPaths {
  /// The result of an attempt to decode a message or to encode a value.
  private enum Verdict {
    /// A value, represented by its bytes.
    case value([UInt8])
    case malformed(CBORError)
    /// The message is well-formed, but the type cannot be decoded from it.
    case unsuitable(DecodingError)
    /// The value has no encoding.
    case invalid(EncodingError.Context)
    case other(String)

    func agrees(with other: Verdict) -> Bool {
      switch (self, other) {
      case (.value(let one), .value(let other)): one == other
      case (.malformed(let one), .malformed(let other)): one == other
      case (.unsuitable(let one), .unsuitable(let other)): agree(one, other)
      case (.invalid(let one), .invalid(let other)): agree(one.codingPath, other.codingPath)
      case (.other(let one), .other(let other)): one == other
      default: false
      }
    }

    /// Returns whether two errors may be about the same message.
    ///
    /// A type reads containers in the order of its fields, and a reader in the order of the message. If several items
    /// are unsuitable, the paths may therefore report different ones.
    private func agree(_ one: DecodingError, _ other: DecodingError) -> Bool {
      let (one, other) = (one.parts, other.parts)
      let offsets = [one, other].map { $0.context?.debugDescription.split(separator: "(at byte ").dropFirst().last }
      guard offsets[0] != nil, offsets[0] == offsets[1] else { return true }
      return one.name == other.name && agree(one.context?.codingPath ?? [], other.context?.codingPath ?? [])
    }

    /// Returns whether two coding paths name the same item.
    ///
    /// A reader only knows the key in the message, which is a text or an integer, and a container knows the type's key.
    private func agree(_ one: [any CodingKey], _ other: [any CodingKey]) -> Bool {
      one.count == other.count
        && zip(one, other).allSatisfy { one, other in
          one.stringValue == other.stringValue || one.intValue != nil && one.intValue == other.intValue
        }
    }
  }

  /// Decodes with default options, and with an option whose only effect is that the codec uses containers.
  ///
  /// - Returns: The value; `nil` if decoding fails.
  static func decode<Value: Codable>(_ type: Value.Type, from bytes: [UInt8]) throws(PropertyFailure) -> Value? {
    let direct = Result { try CBORDecoder().decode(type, from: bytes) }
    let expected = verdict(direct) { deterministic($0) }
    var decoder = CBORDecoder()
    for (isDirect, isScanned) in [(false, false), (true, true), (false, true)] {
      decoder.userInfo = isDirect ? [:] : byContainers
      decoder.checksFirst = isScanned
      let other = Result { try decoder.decode(type, from: bytes) }
      try PropertyFailure.unless(
        verdict(other) { deterministic($0) }.agrees(with: expected),
        """
        \(bytes) as \(type) by itself: \(direct), \(isDirect ? "by itself" : "by containers")\
        \(isScanned ? " after a scan" : " in one pass"): \(other)
        """)
    }
    return try? direct.get()
  }

  /// Encodes a value on both paths, which must give the same bytes, or errors with the same coding path.
  ///
  /// - Returns: The bytes; `nil` if the value has no encoding.
  @discardableResult
  static func encode(_ value: some Encodable) throws(PropertyFailure) -> [UInt8]? {
    let direct = Result { try CBOREncoder().encode(value) as [UInt8] }
    let borrowed = Result {
      try CBOREncoder().withEncoded(value) { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }
    var encoder = CBOREncoder()
    encoder.userInfo = byContainers
    let other = Result { try encoder.encode(value) as [UInt8] }
    let expected = verdict(direct) { $0 }
    try PropertyFailure.unless(
      verdict(other) { $0 }.agrees(with: expected), "\(value) by itself: \(direct), by containers: \(other)")
    try PropertyFailure.unless(
      verdict(borrowed) { $0 }.agrees(with: expected), "\(value): \(direct), borrowed: \(borrowed)")
    return try? direct.get()
  }

  /// Returns a value's deterministic encoding; `nil` if the value has none.
  static func deterministic(_ value: some Encodable) -> [UInt8]? {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    return try? encoder.encode(value)
  }

  private static let byContainers = CodingUserInfoKey(rawValue: "by containers").map { [$0: true] } ?? [:]

  private static func verdict<Value>(
    _ result: Result<Value, any Error>, _ bytes: (Value) -> [UInt8]?
  ) -> Verdict {
    switch result {
    case .success(let value): bytes(value).map { .value($0) } ?? .other("a value without an encoding")
    case .failure(let error as CBORError): .malformed(error)
    case .failure(let error as DecodingError): .unsuitable(error)
    case .failure(EncodingError.invalidValue(_, let context)): .invalid(context)
    case .failure(let error): .other("\(error)")
    }
  }
}

extension DecodingError {
  /// The name of the case, and the context.
  fileprivate var parts: (name: String, context: Context?) {
    switch self {
    case .typeMismatch(_, let context): ("typeMismatch", context)
    case .valueNotFound(_, let context): ("valueNotFound", context)
    case .keyNotFound(_, let context): ("keyNotFound", context)
    case .dataCorrupted(let context): ("dataCorrupted", context)
    @unknown default: ("unknown", nil)
    }
  }
}
