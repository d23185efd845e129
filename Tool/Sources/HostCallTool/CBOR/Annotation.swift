// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// Writes items in hexadecimal digits, indented by their depth, with comments in one column.
struct Annotation {
  /// The column of the comments is at most this one; a longer line has its comment after it.
  private static let maximumColumn = 56
  private static let maximumDepth = 16
  /// The size of the text that is written at once, in bytes.
  private static let chunk = 1 << 16

  private var column = 0
  private var text = ""

  /// Writes the lines of a sequence of items to standard output.
  ///
  /// - Parameters:
  ///   - bytes: The items.
  ///   - fault: The first fault in them, if there is one; the lines before it are written.
  static func write(_ bytes: [UInt8], upTo fault: CBORError?) throws(CommandError) {
    // A container that claims too much is the fault of the missing bytes.
    let end = fault.map { $0.code == .endOfInput ? bytes.count : $0.offset } ?? bytes.count
    var annotation = Annotation()
    try ItemAnnotator.forEachLine(of: bytes, upTo: end) { line in
      annotation.column = max(annotation.column, Self.width(of: line))
    }
    annotation.column = min(annotation.column, Self.maximumColumn)
    try ItemAnnotator.forEachLine(of: bytes, upTo: end) { line throws(CommandError) in
      try annotation.append(line)
    }
    try Output.write(annotation.text)
  }

  private static func indent(of line: ItemAnnotator.Line) -> Int { 3 * min(line.depth, maximumDepth) }

  private static func width(of line: ItemAnnotator.Line) -> Int { indent(of: line) + 2 * line.bytes.count }

  private mutating func append(_ line: ItemAnnotator.Line) throws(CommandError) {
    text += String(repeating: " ", count: Self.indent(of: line))
    text += HexLine.text(of: Array(line.bytes))
    text += String(repeating: " ", count: max(0, column - Self.width(of: line)))
    text += " # \(line.comment)\n"
    guard text.utf8.count > Self.chunk else { return }
    try Output.write(text)
    text = ""
  }
}
