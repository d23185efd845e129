// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension EncodingStorage {
  /// Encodes Foundation's types that have a tag of their own, and `Float16`.
  func encodeFoundationValue<Value: Encodable>(_ value: Value, _ type: KnownType) throws {
    switch type {
    case .date: try encode(known(value, as: Date.self))
    case .uuid:
      try checkDepth(adding: 1)
      output.append(tag: TagNumber.uuid)
      unsafe withUnsafeBytes(of: known(value, as: UUID.self).uuid) { unsafe output.append(bytes: $0) }
    case .url:
      try checkDepth(adding: 1)
      output.append(tag: TagNumber.uri)
      output.append(text: known(value, as: URL.self).absoluteString)
    case .decimal: try encode(known(value, as: Decimal.self))
    default: encodeHalf(value)
    }
  }

  /// Encodes a half.
  ///
  /// `Float16` encodes itself as a `Float`, which loses its declared width.
  private func encodeHalf<Value: Encodable>(_ value: Value) {
    #if !(os(macOS) && arch(x86_64))
    let half = known(value, as: Float16.self)
    output.append(half: half.isNaN ? HalfFloat.canonicalNaN : half.bitPattern)
    #endif
  }

  private func encode(_ date: Date) throws {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite || isCustom(options.dateEncodingStrategy) else {
      // The error holds the number, since Foundation traps when it describes such a date.
      throw error(EpochSeconds.notFinite(seconds), value: seconds, path: codingPath(level: frames.count))
    }
    switch options.dateEncodingStrategy {
    case .epochTag:
      try checkDepth(adding: 1)
      output.append(tag: TagNumber.epochDate)
      append(number: seconds)
    case .iso8601:
      try checkDepth(adding: 1)
      guard let text = InternetDate.text(secondsSince1970: seconds) else {
        throw error(
          "RFC 3339 has no text for \(seconds) seconds since 1970.", value: seconds,
          path: codingPath(level: frames.count))
      }
      output.append(tag: TagNumber.internetDate)
      output.append(text: text)
    case .secondsSince1970:
      append(number: seconds)
    case .millisecondsSince1970:
      append(number: seconds * 1000)
    case .custom(let encode):
      try checkLevels()
      // A strategy that encodes the date again takes up to four times as much stack as a value that contains itself.
      levels += 4
      pushFrame()
      try encode(date, ItemEncoder(position: top))
      levels -= 4
      popFrame()
    }
  }

  private func isCustom(_ strategy: CBOREncoder.DateEncodingStrategy) -> Bool {
    if case .custom = strategy { true } else { false }
  }

  /// Appends a number, as an integer if it can be one exactly.
  private func append(number: Double) {
    if let whole = EpochSeconds.integer(number) {
      append(integer: whole)
    } else {
      append(double: number)
    }
  }

  /// Encodes a decimal as tag 4 around exponent and mantissa (RFC 8949 §3.4.4).
  private func encode(_ decimal: Decimal) throws {
    guard var parts = DecimalParts(decimal) else {
      throw error(
        "CBOR has no decimal fraction for NaN.", value: decimal, path: codingPath(level: frames.count))
    }
    if options.deterministic { parts.reduce() }
    let isBignum = UInt64(exactly: parts.magnitude) == nil
    try checkDepth(adding: isBignum ? 3 : 2)
    output.append(tag: TagNumber.decimalFraction)
    output.append(arrayOf: 2)
    append(integer: parts.exponent)
    if parts.isNegative, parts.magnitude > 0 {
      // For the mantissa −m, the argument is m − 1, which may exceed Int128.
      append(argument: parts.magnitude - 1, isNegative: true)
    } else {
      append(integer: parts.magnitude)
    }
  }
}
