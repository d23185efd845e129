// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An error in the text of diagnostic notation (RFC 8949 §8), with its position.
public struct CBORDiagnosticError: Error, Sendable, Hashable {
  /// The position of the fault, in UTF-8 bytes from the start of the text.
  public var offset: Int
  /// The line of the fault, from 1.
  public var line: Int
  /// The position of the fault in its line, in Unicode scalars, from 1.
  public var column: Int
  /// A description in English of what was found and what was expected.
  public var message: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - offset: The position of the fault, in UTF-8 bytes from the start of the text.
  ///   - line: The line of the fault, from 1.
  ///   - column: The position of the fault in its line, in Unicode scalars, from 1.
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
    // Continuation bytes of a scalar are 10xxxxxx.
    let column = before.suffix(while: { $0 != newline }).count { $0 & 0xc0 != 0x80 } + 1
    self.init(offset: offset, line: before.count { $0 == newline } + 1, column: column, message: message)
  }
}

extension CBORDiagnosticError: CustomStringConvertible {
  /// The fault and its position, such as `line 1, column 4: expected …`.
  public var description: String { "line \(line), column \(column): \(message)" }
}

extension BidirectionalCollection {
  /// Returns the longest suffix whose elements all satisfy a condition.
  fileprivate func suffix(while condition: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, condition(self[index(before: start)]) { formIndex(before: &start) }
    return self[start...]
  }
}
