extension CBOREncoder {
  /// The bytes that diagnostic notation (RFC 8949 §8) stands for.
  ///
  /// All is in its preferred form, unless an encoding indicator says otherwise: `[_ 1]` is `9f01ff`, `1_1` is
  /// `190001`. What is written down is what comes out, a map with the same key twice too, and whatever the other
  /// options say: so the bytes for a test of a decoder can be written.
  ///
  /// ```swift
  /// let bytes = try CBOREncoder().encode(diagnostic: #"{"a": [_ 1, h'0102']}"#)
  /// ```
  ///
  /// - Parameter notation: One item. Comments, `/ … /` and `# …`, are white space.
  /// - Returns: The item's bytes. Linear in their number times the depth of nesting.
  /// - Throws: ``CBORDiagnosticError`` for the first fault from the front, one of them being that items are nested
  ///   deeper than ``CBORLimits/nestingDepth``.
  public func encode(diagnostic notation: String) throws(CBORDiagnosticError) -> [UInt8] {
    var parser = DiagnosticParser(notation, limits: limits)
    try parser.parse()
    return parser.output.array()
  }
}

extension CBORValue {
  /// The value that diagnostic notation (RFC 8949 §8) stands for.
  ///
  /// Encoding indicators don't matter to it.
  ///
  /// - Parameter notation: One item.
  /// - Throws: ``CBORDiagnosticError`` for the first fault from the front, as nesting deeper than 128 levels is.
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
  /// The one item that is written.
  fileprivate func cborValue() throws(CBORError) -> CBORValue {
    try unsafe withBytes { (bytes) throws(CBORError) in
      let input = unsafe InputBuffer(bytes)
      // The same key twice may be written down, so it may be a value.
      var limits = CBORLimits.none
      limits.rejectsDuplicateKeys = false
      var scan = WellFormednessScan(input, limits: limits)
      try scan.run()
      return try CBORValue(scanned: input)
    }
  }
}
