// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBOREncoder {
  /// Encodes diagnostic notation (RFC 8949 §8) to CBOR.
  ///
  /// Everything has its preferred form unless an encoding indicator says otherwise: `[_ 1]` is `9f01ff`, `1_1` is
  /// `190001`. The encoder writes the notation as it stands, including duplicate keys, and ignores all options except
  /// the limits, so the notation can express any message for a decoder's tests.
  ///
  /// ```swift
  /// let bytes = try CBOREncoder().encode(diagnostic: #"{"a": [_ 1, h'0102']}"#)
  /// ```
  ///
  /// - Parameter notation: One item. Comments, `/ … /` and `# …`, are white space.
  /// - Returns: The item's bytes. Time is linear in their number times the depth of nesting.
  /// - Throws: ``CBORDiagnosticError`` for the first fault, including nesting deeper than ``CBORLimits/nestingDepth``.
  public func encode(diagnostic notation: String) throws(CBORDiagnosticError) -> [UInt8] {
    var parser = DiagnosticParser(notation, limits: limits)
    try parser.parse()
    return parser.output.array()
  }

  /// Encodes diagnostic notation of a sequence of items (RFC 8742).
  ///
  /// - Parameter notation: Any number of items, as ``encode(diagnostic:)`` takes them, with commas between them.
  /// - Returns: The items' bytes, one after the other.
  /// - Throws: The same as ``encode(diagnostic:)``.
  public func encodeSequence(diagnostic notation: String) throws(CBORDiagnosticError) -> [UInt8] {
    var parser = DiagnosticParser(notation, limits: limits)
    try parser.parseSequence()
    return parser.output.array()
  }
}

extension CBORValue {
  /// Creates the value that diagnostic notation (RFC 8949 §8) describes.
  ///
  /// Encoding indicators have no effect on the value.
  ///
  /// - Parameter notation: One item.
  /// - Throws: ``CBORDiagnosticError`` for the first fault, including nesting deeper than 128 levels.
  public init(diagnostic notation: String) throws(CBORDiagnosticError) {
    let limits = CBORLimits()
    var parser = DiagnosticParser(notation, limits: limits)
    try parser.parse()
    do throws(CBORError) {
      self = try parser.output.cborValue()
    } catch {
      throw CBORDiagnosticError("\(error)", at: 0, of: parser.text)
    }
  }
}

extension OutputBuffer {
  /// Returns the buffer's only item as a value.
  fileprivate func cborValue() throws(CBORError) -> CBORValue {
    try unsafe withBytes { (bytes) throws(CBORError) in
      let input = unsafe InputBuffer(bytes)
      // The notation may contain duplicate keys, and so may a value.
      var limits = CBORLimits.none
      limits.rejectsDuplicateKeys = false
      var scan = WellFormednessScan(input, limits: limits)
      try scan.run()
      return try CBORValue(scanned: input)
    }
  }
}
