// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// The properties that the decoder must have for any bytes, none of which may trap.
public enum MessageProperties {
  /// Checks all properties for some bytes.
  ///
  /// - Parameters:
  ///   - bytes: Any bytes.
  ///   - share: One of this many types is decoded; 1 decodes all types.
  public static func check(_ bytes: [UInt8], typesOneOf share: Int = 1) throws(PropertyFailure) {
    let fault = fault(in: bytes)
    try checkFault(fault, in: bytes)
    guard fault == nil else { return try ManyTypes.checkMalformed(bytes, oneOf: share) }
    try checkValue(of: bytes)
    try ManyTypes.check(bytes, oneOf: share)
  }

  private static func fault(in bytes: [UInt8]) -> CBORError? {
    do throws(CBORError) {
      try CBORDecoder().validate(bytes)
      return nil
    } catch {
      return error
    }
  }

  /// Checks that all ways to read a message report the same fault, or none, and that cutting off a byte causes no fault
  /// except a missing end.
  private static func checkFault(_ fault: CBORError?, in bytes: [UInt8]) throws(PropertyFailure) {
    if let fault {
      try PropertyFailure.unless(
        (0...bytes.count).contains(fault.offset), "\(fault) is outside of \(bytes.count) bytes")
      try PropertyFailure.unless(!fault.message.isEmpty && !fault.message.contains("\n"), "\(fault) is not one line")
    }
    let decoded = Result { try CBORDecoder().decode(CBORValue.self, from: bytes) }
    try PropertyFailure.unless(error(of: decoded) == fault, "decoding gives \(decoded), checking \(fault as Any)")
    let notation = Result { try CBORDecoder().diagnosticNotation(of: bytes) }
    try PropertyFailure.unless(error(of: notation) == fault, "notation gives \(notation), checking \(fault as Any)")
    let prefix = Result { try CBORDecoder().decodePrefix(CBORValue.self, from: bytes) }
    if fault?.code == .trailingBytes {
      try PropertyFailure.unless(
        (try? prefix.get().count) == fault?.offset, "a prefix gives \(prefix), the message \(fault as Any)")
    } else {
      try PropertyFailure.unless(error(of: prefix) == fault, "a prefix gives \(prefix), the message \(fault as Any)")
      try PropertyFailure.unless(
        fault != nil || (try? prefix.get().count) == bytes.count, "a prefix ends early: \(prefix)")
    }
    let shorter = self.fault(in: Array(bytes.dropLast()))
    let isExpected =
      switch fault?.code {
      case nil: shorter?.code == .endOfInput
      case .endOfInput: shorter?.code == .endOfInput
      case .trailingBytes: shorter == nil || shorter?.code == .trailingBytes
      default: shorter == fault || shorter?.code == .endOfInput
      }
    try PropertyFailure.unless(isExpected, "\(fault as Any) becomes \(shorter as Any) without the last byte")
  }

  private static func error<Value>(of result: Result<Value, any Error>) -> CBORError? {
    guard case .failure(let error) = result else { return nil }
    return error as? CBORError ?? CBORError(code: .init(rawValue: "another"), offset: -1, message: "\(error)")
  }

  /// Checks that a value's bytes and its notation agree, and that its preferred form is stable.
  private static func checkValue(of bytes: [UInt8]) throws(PropertyFailure) {
    do {
      let value = try CBORDecoder().decode(CBORValue.self, from: bytes)
      let preferred: [UInt8] = try CBOREncoder().encode(value)
      let again = try CBORDecoder().decode(CBORValue.self, from: preferred)
      try PropertyFailure.unless(again == value, "\(value) is encoded as \(again)")
      try PropertyFailure.unless(again.hashValue == value.hashValue, "\(value) is hashed in two ways")
      let preferredAgain: [UInt8] = try CBOREncoder().encode(again)
      try PropertyFailure.unless(preferredAgain == preferred, "\(value) has two preferred forms")

      for indented in [false, true] {
        let notation = try CBORDecoder().diagnosticNotation(of: bytes, indented: indented)
        let parsed: [UInt8] = try CBOREncoder().encode(diagnostic: notation)
        try PropertyFailure.unless(
          try CBORDecoder().decode(CBORValue.self, from: parsed) == value, "\(notation) is not \(value)")
        let notationAgain = try CBORDecoder().diagnosticNotation(of: parsed, indented: indented)
        try PropertyFailure.unless(notationAgain == notation, "\(notation) becomes \(notationAgain)")
        let definite = value.diagnosticDescription(indented: indented)
        try PropertyFailure.unless(try CBORValue(diagnostic: definite) == value, "\(definite) is not \(value)")
      }

      var encoder = CBOREncoder()
      encoder.deterministic = true
      let sorted: [UInt8] = try encoder.encode(value)
      let sortedAgain: [UInt8] = try encoder.encode(CBORDecoder().decode(CBORValue.self, from: sorted))
      try PropertyFailure.unless(sortedAgain == sorted, "\(value) has two deterministic forms")
    } catch let failure as PropertyFailure {
      throw failure
    } catch {
      throw PropertyFailure("a well-formed message leads to an error: \(error)")
    }
  }
}
