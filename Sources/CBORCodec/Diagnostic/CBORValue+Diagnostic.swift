// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORValue: CustomStringConvertible {
  /// The value in diagnostic notation (RFC 8949 §8) on one line, in ASCII: `{"a": [1, h'0102', 1(0)]}`.
  public var diagnosticDescription: String { diagnosticDescription(indented: false) }

  /// Returns the value in diagnostic notation (RFC 8949 §8).
  ///
  /// - Parameter indented: Whether each element is on its own line, with printable characters not escaped.
  /// - Returns: The notation. Time is linear in the value's size.
  public func diagnosticDescription(indented: Bool) -> String {
    var writer = DiagnosticWriter(isIndented: indented)
    write(to: &writer)
    return writer.text
  }

  /// The same text as ``diagnosticDescription``.
  public var description: String { diagnosticDescription }

  private func write(to writer: inout DiagnosticWriter) {
    switch self {
    case .unsigned(let number): writer.write(argument: number, isNegative: false)
    case .negative(let argument): writer.write(argument: argument, isNegative: true)
    case .bytes(let bytes): writer.write(bytes: bytes)
    case .text(let text): writer.write(text: text)
    case .array(let elements):
      writer.open(.array, items: UInt64(elements.count))
      for element in elements { element.write(to: &writer) }
    case .map(let pairs):
      writer.open(.map, items: UInt64(pairs.count) * 2)
      for pair in pairs {
        pair.key.write(to: &writer)
        pair.value.write(to: &writer)
      }
    case .tagged(let tag, let content):
      if TagNumber.isBignum(tag), case .bytes(let bytes) = content,
        writer.write(bignum: bytes, isNegative: tag == TagNumber.negativeBignum)
      {
        return
      }
      writer.open(.tag(tag), items: 1)
      content.write(to: &writer)
    case .simple(let number): writer.write(simple: number)
    case .float(let number): writer.write(float: number)
    }
  }
}
