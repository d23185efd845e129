// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How diagnostic notation (RFC 8949 §8) becomes bytes.
//
//   item     = number | tag | text | bytes | array | map | chunks | embedded | word
//   number   = integer or float, with an encoding indicator or without: 1 -0x1f 1.5 1.5_3 0x1.8p0 18446744073709551616
//   tag      = digits "(" item ")"
//   text     = "…" with JSON's escapes, or ""_ for a text string of no chunks
//   bytes    = h'…'  b64'…'  b32'…'  h32'…'  '…' (the text's UTF-8), or ''_ for a byte string of no chunks
//   string   = text or bytes, in one or more parts: "a" "b" (RFC 8610, appendix G.4), "a" + "b", "a" + h'62'
//   special  = dt'…'  DT'…'  float'…'
//   array    = "[" ["_"] items "]"           map    = "{" ["_"] key ":" value, … "}"
//   chunks   = "(_" strings ")"              embedded = "<<" items ">>" (RFC 8610, appendix G.3)
//   word     = true  false  null  undefined  NaN  Infinity  -Infinity  simple(n)
//
// White space and comments, `/ … /` or `#` to the end of the line, may stand between any two of these, and between the
// digits of a byte string (appendix G.6). A comma may follow the last item of an array, a map or chunks. Trailing
// commas, `+` and the special literals are those of draft-ietf-cbor-edn-literals-26. Unlike in that draft, items cannot
// follow each other without commas: `["a" "b"]` has one item, as in appendix G.4, and not two.
//
// An encoding indicator (§8.1) is `_` for an indefinite length, or `_0` to `_3` for an argument of 1, 2, 4 or 8 bytes.
// It follows a number, a string, a tag's number, `[` or `{`. Without an indicator, everything has its preferred form.
//
// Bytes are written during parsing. If a count is not known yet, a one-byte head is written first and patched at the
// end.

/// A parser for one item of diagnostic notation.
struct DiagnosticParser: ~Copyable {
  let text: [UInt8]
  let limits: CBORLimits
  var offset = 0
  var output = OutputBuffer()

  init(_ text: String, limits: CBORLimits) {
    self.text = Array(text.utf8)
    self.limits = limits
  }

  /// Parses the whole text as one item.
  ///
  /// - Throws: ``CBORDiagnosticError`` for the first fault.
  mutating func parse() throws(CBORDiagnosticError) {
    try parseItem(depth: 0)
    skipSpace()
    guard offset == text.count else { throw unexpected("the end of the text") }
  }

  /// Parses the whole text as items with commas between them.
  ///
  /// - Throws: The first fault from the front.
  mutating func parseSequence() throws(CBORDiagnosticError) {
    skipSpace()
    while offset < text.count {
      try parseItem(depth: 0)
      skipSpace()
      guard take(",") || offset == text.count else { throw unexpected("\",\" or the end of the text") }
      skipSpace()
    }
  }

  mutating func parseItem(depth: Int) throws(CBORDiagnosticError) {
    skipSpace()
    guard depth <= limits.nestingDepth else {
      throw error("\(depth) arrays, maps and tags around an item; the limit is \(limits.nestingDepth)")
    }
    switch peek {
    case UInt8(ascii: "["): try parseArray(depth: depth)
    case UInt8(ascii: "{"): try parseMap(depth: depth)
    case UInt8(ascii: "("): try parseChunks()
    case UInt8(ascii: "<"): try parseEmbedded(depth: depth)
    case UInt8(ascii: "-"): try parseNumberOrTag(depth: depth)
    default:
      if isAtDigit { return try parseNumberOrTag(depth: depth) }
      if try parseString() { return }
      if try parseApplication(depth: depth) { return }
      try parseWord()
    }
  }

  // MARK: Containers

  private mutating func parseArray(depth: Int) throws(CBORDiagnosticError) {
    offset += 1
    let start = output.count
    let indicator = try takeIndicator()
    output.append(arrayOf: 0)
    let count = try parseItems(until: "]", depth: depth + 1)
    _ = output.replaceHead(at: start, arrayOf: count)
    try apply(indicator, toItemAt: start)
  }

  private mutating func parseMap(depth: Int) throws(CBORDiagnosticError) {
    offset += 1
    let start = output.count
    let indicator = try takeIndicator()
    output.append(mapOf: 0)
    var count = 0
    while try !isAtEnd("}", after: count) {
      try parseItem(depth: depth + 1)
      skipSpace()
      try expect(":")
      try parseItem(depth: depth + 1)
      skipSpace()
      count += 1
    }
    _ = output.replaceHead(at: start, mapOf: count)
    try apply(indicator, toItemAt: start)
  }

  /// - Returns: The number of items.
  private mutating func parseItems(until end: String, depth: Int) throws(CBORDiagnosticError) -> Int {
    var count = 0
    while try !isAtEnd(end, after: count) {
      try parseItem(depth: depth)
      count += 1
    }
    return count
  }

  /// Consumes the end of a container, or the comma before its next item, which may also precede the end.
  ///
  /// - Returns: Whether the container has ended.
  private mutating func isAtEnd(_ end: String, after count: Int) throws(CBORDiagnosticError) -> Bool {
    skipSpace()
    if take(end) { return true }
    if count > 0 {
      try expect(",", or: end)
      skipSpace()
      return take(end)
    }
    return false
  }

  /// Parses a byte string with embedded items, such as `<<1, 2>>`.
  private mutating func parseEmbedded(depth: Int) throws(CBORDiagnosticError) {
    try expect("<<")
    let start = output.count
    // In the message, the items are only bytes. They count towards the depth because this function is recursive.
    _ = try parseItems(until: ">>", depth: depth + 1)
    output.wrapInBytes(from: start)
    try apply(takeIndicator(), toItemAt: start)
  }

  /// Parses a string of indefinite length, such as `(_ h'01', h'02')`.
  private mutating func parseChunks() throws(CBORDiagnosticError) {
    offset += 1
    skipSpace()
    try expect("_")
    let start = output.count
    var count = 0
    while try !isAtEnd(")", after: count) {
      let place = (text: offset, chunk: output.count)
      guard try parseString() else { throw unexpected("a string") }
      let initial = output.byte(at: place.chunk)
      if count == 0 { output.insert(initial & 0xe0 | 0x1f, at: start) }
      // The first chunk is now one byte further on.
      guard initial & 0xe0 | 0x1f == output.byte(at: start), initial & 0x1f != 0x1f else {
        offset = place.text
        throw error("the chunks of a string are definite, and all text or all bytes")
      }
      count += 1
    }
    guard count > 0 else { throw error("a string of no chunks is ''_ or \"\"_, so that it has a type") }
    output.appendBreak()
  }

  // MARK: Words

  private mutating func parseWord() throws(CBORDiagnosticError) {
    let start = offset
    while let byte = peek, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) { offset += 1 }
    switch String(decoding: text[start..<offset], as: UTF8.self) {
    case "false": output.append(simple: 20)
    case "true": output.append(simple: 21)
    case "null": output.append(simple: 22)
    case "undefined": output.append(simple: 23)
    case "NaN": try write(.nan)
    case "Infinity": try write(.infinity)
    case "simple": try parseSimple()
    default:
      offset = start
      throw unexpected("an item")
    }
  }

  private mutating func parseSimple() throws(CBORDiagnosticError) {
    try expect("(")
    skipSpace()
    let start = offset
    skipDigits()
    guard let number = UInt8(String(decoding: text[start..<offset], as: UTF8.self)), !(24...31).contains(number)
    else {
      offset = start
      throw unexpected("a simple value, 0 to 23 or 32 to 255")
    }
    skipSpace()
    try expect(")")
    output.append(simple: number)
  }

  // MARK: The text

  var peek: UInt8? { offset < text.count ? text[offset] : nil }

  var isAtDigit: Bool {
    peek.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  mutating func skipDigits() {
    while isAtDigit { offset += 1 }
  }

  /// - Parameter slashesAreComments: Whether `/` begins a comment; in base 64 it is a digit.
  mutating func skipSpace(slashesAreComments: Bool = true) {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset += 1
      case UInt8(ascii: "#"): offset = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
      case UInt8(ascii: "/") where slashesAreComments:
        // An unclosed comment is not white space, so the caller reports it as unexpected.
        guard let end = text[(offset + 1)...].firstIndex(of: byte) else { return }
        offset = end + 1
      default: return
      }
    }
  }

  /// Consumes a token, if it is next.
  mutating func take(_ token: String) -> Bool {
    guard text[offset...].starts(with: token.utf8) else { return false }
    offset += token.utf8.count
    return true
  }

  mutating func expect(_ token: String, or other: String? = nil) throws(CBORDiagnosticError) {
    guard take(token) else {
      throw unexpected(other.map { "\"\(token)\" or \"\($0)\"" } ?? "\"\(token)\"")
    }
  }

  func error(_ message: String) -> CBORDiagnosticError {
    CBORDiagnosticError(message, at: offset, of: text)
  }

  /// Returns the error for unexpected text at the offset.
  func unexpected(_ expected: String) -> CBORDiagnosticError {
    guard offset < text.count else { return error("the text ends where \(expected) was expected") }
    let found = String(decoding: text[offset...].prefix(12), as: UTF8.self).prefix { !$0.isWhitespace }
    return error("expected \(expected), found \"\(found)\"")
  }
}
