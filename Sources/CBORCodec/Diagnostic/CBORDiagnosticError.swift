/// What is wrong with text that was to be diagnostic notation (RFC 8949 §8), and where.
public struct CBORDiagnosticError: Error, Sendable, Hashable {
  /// The fault's place, in bytes of UTF-8 from the start of the text.
  public var offset: Int
  /// The fault's line, from 1.
  public var line: Int
  /// The fault's place in its line, in Unicode scalars, from 1.
  public var column: Int
  /// What was found there and what would have been right, in English, for people.
  public var message: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - offset: The fault's place, in bytes of UTF-8 from the start of the text.
  ///   - line: Its line, from 1.
  ///   - column: Its place in the line, in Unicode scalars, from 1.
  ///   - message: What was found and what was expected.
  public init(offset: Int, line: Int, column: Int, message: String) {
    self.offset = offset
    self.line = line
    self.column = column
    self.message = message
  }

  init(_ message: String, at offset: Int, of text: [UInt8]) {
    let before = text.prefix(offset)
    let newline = UInt8(ascii: "\n")
    // A byte that goes on with a scalar is 10xxxxxx.
    let column = before.suffix(while: { $0 != newline }).count { $0 & 0xc0 != 0x80 } + 1
    self.init(offset: offset, line: before.count { $0 == newline } + 1, column: column, message: message)
  }
}

extension CBORDiagnosticError: CustomStringConvertible {
  /// The fault and its place: `line 1, column 4: expected …`.
  public var description: String { "line \(line), column \(column): \(message)" }
}

extension BidirectionalCollection {
  /// The longest part at the end whose elements all satisfy a condition.
  fileprivate func suffix(while condition: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, condition(self[index(before: start)]) { formIndex(before: &start) }
    return self[start...]
  }
}
