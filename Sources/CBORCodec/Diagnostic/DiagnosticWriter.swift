// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How items become diagnostic notation (RFC 8949 §8).
//
// Items are written one after another. A container has a number of items, and closes after the last of them or at a
// break. For `82 01 a1 61 61 9f ff`:
//
//   open(.array, items: 2)     [
//   integer                    [1
//   open(.map, items: 2)       [1, {
//   text                       [1, {"a"
//   open(.array, items: nil)   [1, {"a": [_
//   breakContainer             [1, {"a": [_ ]}]        this also completes the map and the outer array
//
// Invariants
//  - `frames` holds the open containers; each item is written into the last one.
//  - The text is at most a small multiple of the size of the items: indentation stops growing at `deepestIndent`, and
//    numbers beyond 512 bits are written in hexadecimal.

/// A writer of diagnostic notation, on one line or with one element per line.
struct DiagnosticWriter {
  enum Container {
    case array, map, tag(UInt64), chunkedBytes, chunkedText

    init(head: Head) {
      switch head.kind {
      case .array: self = .array
      case .map: self = .map
      case .bytes: self = .chunkedBytes
      case .text: self = .chunkedText
      default: self = .tag(head.argument)
      }
    }
  }

  private struct Frame {
    let container: Container
    /// The number of items still to come, where a pair counts as two; `nil` if the length is indefinite.
    var remaining: UInt64?
    var count = 0
  }

  private static let deepestIndent = 16

  let isIndented: Bool
  private(set) var text = ""
  private var frames: [Frame] = []

  init(isIndented: Bool) {
    self.isIndented = isIndented
  }

  /// A Boolean value that indicates whether all containers are closed.
  var isComplete: Bool { frames.isEmpty }

  // MARK: Items

  /// - Parameter argument: The integer n, or −1 − n if it is negative.
  mutating func write(argument: UInt64, isNegative: Bool) {
    writeItem(isNegative ? "\(~Int128(argument))" : "\(argument)")
  }

  mutating func write(float number: Double) { writeItem(FloatNotation.text(number)) }

  mutating func write(simple number: UInt8) {
    switch number {
    case 20: writeItem("false")
    case 21: writeItem("true")
    case 22: writeItem("null")
    case 23: writeItem("undefined")
    default: writeItem("simple(\(number))")
    }
  }

  mutating func write(bytes: [UInt8]) {
    beginItem()
    text += "h'"
    text += bytes.lazy.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    text += "'"
    endItem()
  }

  mutating func write(text content: String) {
    beginItem()
    text += "\""
    for scalar in content.unicodeScalars { append(scalar) }
    text += "\""
    endItem()
  }

  /// Writes a bignum as an integer, if that integer would be encoded as the same bytes and is not too long.
  ///
  /// - Parameter content: The content of tag 2 or 3.
  /// - Returns: Whether the bignum was written. If not, write the tag and its content instead.
  mutating func write(bignum content: [UInt8], isNegative: Bool) -> Bool {
    // A shorter bignum would read as a plain integer, and one with leading zeros would lose them.
    guard content.count > 8, content.count <= Magnitude.size, content.first != 0 else { return false }
    let magnitude = Magnitude(networkOrder: content[...])
    writeItem(isNegative ? "-" + magnitude.decimal(adding: 1) : magnitude.decimal(adding: 0))
    return true
  }

  private mutating func writeItem(_ item: String) {
    beginItem()
    text += item
    endItem()
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\": text += "\\\(scalar)"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{8}": text += "\\b"
    case "\u{c}": text += "\\f"
    case " "..."~": text.unicodeScalars.append(scalar)
    default:
      if isIndented, scalar.isPrintable {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
  }

  // MARK: Containers

  /// Opens a container for the next items.
  ///
  /// - Parameter items: The number of items in the container, where a pair counts as two; `nil` if the length is
  ///   indefinite.
  mutating func open(_ container: Container, items: UInt64?) {
    beginItem()
    switch container {
    case .array: text += "["
    case .map: text += "{"
    case .tag(let number): text += "\(number)("
    case .chunkedBytes, .chunkedText: break
    }
    if items == nil, case .array = container { text += "_ " }
    if items == nil, case .map = container { text += "_ " }
    frames.append(Frame(container: container, remaining: items))
    if items == 0 { close() }
  }

  /// Closes a container of indefinite length.
  mutating func breakContainer() {
    close()
  }

  private mutating func close() {
    guard let frame = frames.popLast() else { return }
    switch frame.container {
    case .array, .map:
      if frame.count > 0 { breakLine() }
      if case .map = frame.container { text += "}" } else { text += "]" }
    case .tag: text += ")"
    case .chunkedBytes: text += frame.count > 0 ? ")" : "''_"
    case .chunkedText: text += frame.count > 0 ? ")" : "\"\"_"
    }
    endItem()
  }

  private mutating func beginItem() {
    guard let frame = frames.last else { return }
    switch frame.container {
    case .tag: break
    case .chunkedBytes, .chunkedText: text += frame.count > 0 ? ", " : "(_ "
    case .map where !frame.count.isMultiple(of: 2): text += ": "
    case .array, .map:
      if frame.count > 0 { text += isIndented ? "," : ", " }
      breakLine()
    }
  }

  private mutating func endItem() {
    guard let last = frames.indices.last else { return }
    frames[last].count += 1
    guard let remaining = frames[last].remaining else { return }
    frames[last].remaining = remaining &- 1
    if remaining == 1 { close() }
  }

  private mutating func breakLine() {
    guard isIndented else { return }
    // Removes the space after `[_`, which is for the compact form.
    if text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
    var depth = 0
    for frame in frames where depth < Self.deepestIndent {
      if case .array = frame.container { depth += 1 }
      if case .map = frame.container { depth += 1 }
    }
    text += "\n" + String(repeating: "  ", count: depth)
  }
}

extension Unicode.Scalar {
  /// A Boolean value that indicates whether the scalar is visible and does not affect the text around it.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
