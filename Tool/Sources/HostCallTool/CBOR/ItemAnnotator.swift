// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

// How the bytes of items become lines, for `82 01 61 61`, which is [1, "a"]:
//
//   82       # array(2)
//      01    # 1
//      61    # text(1)
//         61 # "a"
//
// A head has a line, and so has the content of a string, or each piece of it. A frame for each open container counts
// the items that are still to come, so that nesting takes no stack.

/// Splits items into the heads and contents that they consist of, with a comment for each.
struct ItemAnnotator {
  /// Some bytes of an item.
  struct Line {
    /// The number of containers around the bytes.
    var depth: Int
    var bytes: ArraySlice<UInt8>
    var comment: String
  }

  /// The number of bytes of a string in a line; those of one character are not divided.
  private static let pieceSize = 16

  private let bytes: [UInt8]
  private var offset = 0
  /// The number of items still to come in each open container; `nil` if its length is indefinite.
  private var frames: [UInt64?] = []

  /// Splits one item after the other, as far as they are well-formed.
  ///
  /// - Parameters:
  ///   - bytes: The items.
  ///   - end: The offset at which to stop.
  ///   - body: Receives each line.
  /// - Complexity: O(*n*) in the number of bytes.
  static func forEachLine(
    of bytes: [UInt8], upTo end: Int, _ body: (Line) throws(CommandError) -> Void
  ) throws(CommandError) {
    var annotator = ItemAnnotator(bytes: bytes)
    while annotator.offset < end, try annotator.annotateHead(body) {}
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Continues with the next head, and returns whether there was a well-formed one.
  private mutating func annotateHead(_ body: (Line) throws(CommandError) -> Void) throws(CommandError) -> Bool {
    guard frames.count <= CBORLimits().nestingDepth, let head = ItemHead(bytes[offset...]) else { return false }
    let line = bytes[offset..<head.end]
    let depth = frames.count
    guard let comment = comment(of: head, line) else { return false }
    try body(Line(depth: depth, bytes: line, comment: comment))
    offset = head.end
    switch head.major {
    case .bytes, .text:
      guard let length = head.argument else {
        frames.append(nil)
        return true
      }
      guard length <= bytes.count - offset else { return false }
      guard try annotateContent(Int(length), of: head.major, at: depth + 1, body) else { return false }
    case .array, .map, .tag:
      let items = head.itemCount
      if items != 0 {
        frames.append(items)
        return true
      }
    case .breakCode: frames.removeLast()
    case .unsigned, .negative, .simpleOrFloat: break
    }
    completeItem()
    return true
  }

  private func comment(of head: ItemHead, _ line: ArraySlice<UInt8>) -> String? {
    let count = head.argument.map { "\($0)" } ?? "*"
    switch head.major {
    case .bytes: return "bytes(\(count))"
    case .text: return "text(\(count))"
    case .array: return "array(\(count))"
    case .map: return "map(\(count))"
    case .tag: return "tag(\(count))"
    case .breakCode:
      // Only a container of indefinite length ends with a break.
      if case .some(nil) = frames.last { return "break" }
      return nil
    case .unsigned: return count
    case .negative: return "\(~Int128(head.argument ?? 0))"
    case .simpleOrFloat:
      return try? CBORDecoder().diagnosticNotation(of: Array(line))
    }
  }

  /// Writes the content of a string in pieces, and returns whether it is well-formed.
  private mutating func annotateContent(
    _ length: Int, of major: ItemHead.Major, at depth: Int, _ body: (Line) throws(CommandError) -> Void
  ) throws(CommandError) -> Bool {
    let end = offset + length
    while offset < end {
      var next = min(offset + Self.pieceSize, end)
      // A byte 10xxxxxx continues a character.
      while major == .text, next < end, next > offset, bytes[next] & 0xc0 == 0x80 { next -= 1 }
      guard next > offset else { return false }
      let piece = bytes[offset..<next]
      let value: CBORValue
      if major == .text {
        guard let text = String(validating: piece, as: UTF8.self) else { return false }
        value = .text(text)
      } else {
        value = .bytes(Array(piece))
      }
      try body(Line(depth: depth, bytes: piece, comment: value.diagnosticDescription))
      offset = next
    }
    return true
  }

  /// Counts an item, and closes the containers that it completes.
  private mutating func completeItem() {
    while let last = frames.last, let remaining = last {
      guard remaining == 1 else {
        frames[frames.count - 1] = remaining - 1
        return
      }
      frames.removeLast()
    }
  }
}
