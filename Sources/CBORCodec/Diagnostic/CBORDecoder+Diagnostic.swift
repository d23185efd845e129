// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORDecoder {
  /// Returns a message in diagnostic notation (RFC 8949 §8).
  ///
  /// Unlike ``CBORValue/diagnosticDescription``, the notation shows which lengths are indefinite: `[_ 1, 2]`. It
  /// does not show the widths of numbers and lengths.
  ///
  /// ```swift
  /// try CBORDecoder().diagnosticNotation(of: [0xa1, 0x61, 0x61, 0x9f, 0x01, 0xff])   // {"a": [_ 1]}
  /// ```
  ///
  /// - Parameters:
  ///   - bytes: The message, one item.
  ///   - indented: Whether each element is on its own line. On one line, the notation is ASCII, with other characters
  ///     escaped (`\u00fc`); in indented form, printable characters are not escaped.
  /// - Returns: The notation. Time and size are linear in the message's size.
  /// - Throws: ``CBORError`` if the message is malformed or exceeds a limit.
  public func diagnosticNotation(of bytes: [UInt8], indented: Bool = false) throws(CBORError) -> String {
    try unsafe bytes.span.withUnsafeBytes { (bytes) throws(CBORError) in
      let input = unsafe InputBuffer(bytes)
      var scan = WellFormednessScan(input, limits: limits)
      try scan.run()
      return try Self.notation(of: input, indented: indented)
    }
  }

  /// Writes the notation item by item.
  ///
  /// The function is not recursive, since the writer tracks the open containers.
  private static func notation(of input: InputBuffer, indented: Bool) throws(CBORError) -> String {
    var writer = DiagnosticWriter(isIndented: indented)
    var offset = 0
    repeat {
      let head = try input.head(at: offset)
      let start = offset
      offset = head.end
      switch head.kind {
      case .unsigned, .negative: writer.write(argument: head.argument, isNegative: head.kind == .negative)
      case .float: writer.write(float: Double(bitPattern: head.argument))
      case .simple: writer.write(simple: UInt8(truncatingIfNeeded: head.argument))
      case .breakCode: writer.breakContainer()
      case .bytes where !head.isIndefinite:
        let content = try input.definiteContent(of: head, at: start)
        writer.write(bytes: input.array(in: content))
        offset = content.upperBound
      case .text where !head.isIndefinite:
        let content = try input.definiteContent(of: head, at: start)
        writer.write(text: input.string(in: content, isChecked: false))
        offset = content.upperBound
      case .tag:
        if let end = try writeBignum(head, of: input, to: &writer) {
          offset = end
        } else {
          writer.open(.tag(head.argument), items: 1)
        }
      case .array, .map, .bytes, .text:
        let items = head.kind == .map ? head.argument.multipliedReportingOverflow(by: 2).partialValue : head.argument
        writer.open(DiagnosticWriter.Container(head: head), items: head.isIndefinite ? nil : items)
      }
    } while !writer.isComplete
    return writer.text
  }

  /// - Returns: The offset after the bignum; `nil` if there is none, or it cannot be written as an integer.
  private static func writeBignum(_ tag: Head, of input: InputBuffer, to writer: inout DiagnosticWriter)
    throws(CBORError) -> Int?
  {
    guard TagNumber.isBignum(tag.argument) else { return nil }
    let head = try input.head(at: tag.end)
    guard head.kind == .bytes, !head.isIndefinite, head.argument <= UInt64(Magnitude.size) else { return nil }
    let content = try input.definiteContent(of: head, at: tag.end)
    let isWritten = writer.write(bignum: input.array(in: content), isNegative: tag.argument == TagNumber.negativeBignum)
    return isWritten ? content.upperBound : nil
  }
}
