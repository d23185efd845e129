// How items become diagnostic notation (RFC 8949 §8).
//
// Items come one after the other; a container tells how many belong to it, and is closed by the last of them, or by a
// break. `82 01 a1 61 61 9f ff`:
//
//   open(.array, items: 2)     [
//   integer                    [1
//   open(.map, items: 2)       [1, {
//   text                       [1, {"a"
//   open(.array, items: nil)   [1, {"a": [_
//   breakContainer             [1, {"a": [_ ]}]        the map and the outer array are complete with it
//
// Invariants
//  - `frames` holds the containers that are open; each item is written into the last.
//  - What is written is at most a small multiple of what it is written for: indentation stops growing at
//    `deepestIndent`, and numbers past 512 bits are written in hex.

/// Writes items as diagnostic notation, on one line or one element a line.
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
    /// The items still to come, a pair counting two, or nothing if a break ends them.
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

  /// Whether all containers are closed.
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

  /// Writes a bignum as the integer that it is, if that stands for just these bytes and is not too long.
  ///
  /// - Parameter content: What is in tag 2 or 3.
  /// - Returns: Whether it was written. If not, tag and content are to be written as they are.
  mutating func write(bignum content: [UInt8], isNegative: Bool) -> Bool {
    // A shorter one would read as a plain integer, and one with zeros in front would lose them.
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

  /// Opens a container for the items that are written next.
  ///
  /// - Parameter items: How many belong to it, a pair counting two; nothing if a break ends them.
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

  /// Closes a container that has no count.
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
    // `[_ ` has its space for the compact form.
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
  /// Whether the scalar shows as itself, and changes nothing of what is around it.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
