// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A single pass over a whole message: at the first item that cannot be read in place, or before decoding.
//
// The pass reads head after head, and keeps a frame for each open array, map, tag and chunked string. In `82 01 a1 61
// 61 f6`, which is [1, {"a": null}]:
//
//   at  head   open after it
//   0   82     [2 to come]
//   1   01     [1 to come]
//   2   a1     [1 to come] {1 pair}
//   3   61 61  [1 to come] {its value}         the key's offset and fingerprint are recorded
//   5   f6     nothing: the map is complete, and with it the array and the message
//
// Invariants
//  - The scan is not recursive: nesting takes a frame and no stack.
//  - `frames` never grows beyond the nesting limit plus one, and `keys` holds only the keys of open maps.
//  - A claimed length or count is compared with the number of bytes left, and no memory is reserved for it.
//  - `endOfInput` means that more bytes could make the message well-formed. So a count that claims too much is reported
//    only after the bytes that exist have been found without a fault, as in RFC 8949 Appendix F for `a1 ff`.
//  - What passes the scan can be read without checking its claims again.

/// A check that a message is well-formed (RFC 8949 §5.3.1), and valid within the limits: UTF-8, no duplicate keys, no
/// more depth, items or bytes than allowed, and nothing after the item.
///
/// Time is linear in the message's size, except for maps with many keys, which are sorted.
struct WellFormednessScan {
  let input: InputBuffer
  let limits: CBORLimits

  var offset = 0
  var frames: [ScanFrame] = []
  var keys: [ScannedKey] = []
  var extents = ExtentTable()
  /// A Boolean value that indicates whether the scan records the ends of containers, for later reading.
  var keepsExtents = false
  private var items = 0
  /// The error for the first container that claims more items than the bytes left can hold.
  private var overclaim: CBORError?

  init(_ input: InputBuffer, limits: CBORLimits) {
    self.input = input
    self.limits = limits
  }

  /// Scans the whole message.
  ///
  /// - Throws: The first fault. A duplicate key is found at the end of its map, or earlier if the map has very many
  ///   keys.
  mutating func run() throws(CBORError) {
    guard input.count <= limits.messageSize else {
      throw CBORError(
        code: .messageSizeLimit, offset: max(0, limits.messageSize),
        message: "the message has \(input.count) bytes; the limit is \(limits.messageSize)")
    }
    try scanItem()
    if limits.checksEncodings { try EncodingRules.check(input, limits) }
    if limits.rejectsTrailingBytes, offset < input.count {
      throw CBORError(
        code: .trailingBytes, offset: offset,
        message: "the message ends here, and \(input.count - offset) bytes follow it")
    }
  }

  /// Scans the first item in the input, and ignores the bytes after it.
  ///
  /// - Parameter isCut: Whether the input was cut off at the size limit.
  mutating func runPrefix(isCut: Bool) throws(CBORError) {
    do throws(CBORError) {
      try scanItem()
      if limits.checksEncodings { try EncodingRules.check(input, limits) }
    } catch {
      guard error.code == .endOfInput, isCut else { throw error }
      throw .itemTooLarge(limit: input.count)
    }
  }

  /// Scans the first item in the input, and leaves `offset` after it.
  ///
  /// - Throws: The first fault in the item. The size of the message is not checked.
  mutating func scanItem() throws(CBORError) {
    do throws(CBORError) {
      repeat {
        try scanHead(scanFlat())
      } while !frames.isEmpty
    } catch {
      guard error.code == .endOfInput, let overclaim else { throw error }
      throw overclaim
    }
  }

  /// Continues with the item at `offset`, given its head.
  private mutating func scanHead(_ head: Head) throws(CBORError) {
    let start = offset
    if head.kind == .breakCode { return try scanBreak(head, at: start) }
    items += 1
    guard items <= limits.itemCount else {
      throw CBORError(
        code: .itemCountLimit, offset: start, message: "the message has more than \(limits.itemCount) items")
    }
    if let last = frames.indices.last, frames[last].isChunked { return try scanChunk(head, at: start) }
    guard frames.count <= limits.nestingDepth else {
      throw CBORError(
        code: .depthLimit, offset: start,
        message: "\(frames.count) arrays, maps and tags around an item; the limit is \(limits.nestingDepth)")
    }
    if head.isIndefinite { return open(head, at: start, items: nil) }
    switch head.kind {
    case .bytes, .text:
      let content = try scanContent(of: head, at: start)
      offset = content.upperBound
      let hash = isInKey ? KeyFingerprint.of(head.kind, 0, content: input.fingerprint(of: content)) : 0
      try complete(at: start, fingerprint: hash)
    case .array, .map:
      try openDefinite(head, at: start)
    case .tag:
      open(head, at: start, items: 1)
    case .unsigned, .negative, .simple, .float, .breakCode:
      offset = head.end
      try complete(at: start, fingerprint: isInKey ? fingerprint(of: head) : 0)
    }
  }

  /// A Boolean value that indicates whether the next item is, or is part of, a key that may have a duplicate.
  private var isInKey: Bool {
    // Accessed by index, since copying the large frame for each head is slow.
    let last = frames.count - 1
    guard last >= 0, limits.rejectsDuplicateKeys else { return false }
    return frames[last].isInKey || (frames[last].mayHaveDuplicates && frames[last].count & 1 == 0)
  }

  private func fingerprint(of head: Head) -> UInt64 {
    let isNaN = head.kind == .float && Double(bitPattern: head.argument).isNaN
    return KeyFingerprint.of(head.kind, isNaN ? Double.nan.bitPattern : head.argument)
  }

  // MARK: Strings

  /// Checks a definite-length string or one chunk.
  private func scanContent(of head: Head, at start: Int) throws(CBORError) -> Range<Int> {
    let content = try input.definiteContent(of: head, at: start)
    guard content.count <= limits.stringSize else { throw stringSizeError(content.count, at: start) }
    if head.kind == .text, limits.rejectsInvalidUTF8, let fault = input.firstInvalidUTF8(in: content) {
      throw CBORError(code: .invalidUTF8, offset: fault, message: "a text string is not UTF-8 here")
    }
    return content
  }

  private mutating func scanChunk(_ head: Head, at start: Int) throws(CBORError) {
    let last = frames.count - 1
    guard head.kind == frames[last].kind, !head.isIndefinite else {
      let expected = frames[last].kind == .text ? "text" : "byte"
      throw CBORError(
        code: .invalidChunk, offset: start,
        message:
          "\(head.summary) among the chunks of a \(expected) string; only definite \(expected) strings may be"
      )
    }
    let content = try scanContent(of: head, at: start)
    frames[last].stringSize += content.count
    guard frames[last].stringSize <= limits.stringSize else {
      throw stringSizeError(frames[last].stringSize, at: frames[last].start)
    }
    offset = content.upperBound
  }

  private func stringSizeError(_ size: Int, at offset: Int) -> CBORError {
    CBORError(
      code: .stringSizeLimit, offset: offset,
      message: "a string of \(size) bytes or more; the limit is \(limits.stringSize)")
  }

  // MARK: Containers

  private mutating func openDefinite(_ head: Head, at start: Int) throws(CBORError) {
    let left = UInt64(input.count - head.end)
    // An element takes at least one byte, and a pair two.
    let maximum = head.kind == .map ? left / 2 : left
    if head.argument > maximum, overclaim == nil {
      overclaim = CBORError(
        code: .endOfInput, offset: start,
        message: "\(head.summary) claims \(head.argument) \(head.kind == .map ? "pairs" : "elements"), "
          + "and \(left) bytes are left")
    }
    // Even for a map, since the scan counts keys and values down by turns.
    let items = Int(clamping: min(head.itemCount, UInt64(Int.max - 1)))
    guard items > 0 else {
      offset = head.end
      return try complete(at: start, fingerprint: isInKey ? KeyFingerprint.of(head.kind, 0, content: 0) : 0)
    }
    open(head, at: start, items: items)
  }

  /// Scans the next items in an array or map that contain no other items, with the same result as the general path,
  /// which does more checks per item.
  ///
  /// It leaves the last item to the general path, since that item closes the container.
  ///
  /// - Returns: The head at `offset`, where it stopped.
  private mutating func scanFlat() throws(CBORError) -> Head {
    let last = frames.count - 1
    guard last >= 0, frames.count <= limits.nestingDepth, let all = frames[last].items, !frames[last].isInKey,
      frames[last].kind == .array || frames[last].kind == .map
    else { return try input.head(at: offset) }
    let keepsKeys = frames[last].kind == .map && limits.rejectsDuplicateKeys
    let comparesKeys = keepsKeys && frames[last].mayHaveDuplicates
    let first = frames[last].count
    let maximum = min(all - 1 - first, limits.itemCount - items)
    var passed = 0
    var position = offset
    var head = try input.head(at: position)
    while passed < maximum {
      let isKey = keepsKeys && (first + passed) & 1 == 0
      let end: Int
      var hash: UInt64 = 0
      switch head.kind {
      case .bytes where !head.isIndefinite, .text where !head.isIndefinite:
        let content = try scanContent(of: head, at: position)
        if isKey, comparesKeys { hash = KeyFingerprint.of(head.kind, 0, content: input.fingerprint(of: content)) }
        end = content.upperBound
      case .unsigned, .negative, .float, .simple:
        if isKey, comparesKeys { hash = fingerprint(of: head) }
        end = head.end
      default:
        end = position
      }
      guard end > position else { break }
      if isKey { try keep(ScannedKey(offset: position, fingerprint: hash), from: frames[last].firstKey) }
      position = end
      passed += 1
      head = try input.head(at: position)
    }
    offset = position
    items += passed
    frames[last].count += passed
    return head
  }

  private mutating func open(_ head: Head, at start: Int, items: Int?) {
    var frame = ScanFrame(head: head, start: start, items: items, isInKey: isInKey, firstKey: keys.count)
    if keepsExtents, head.kind != .tag { frame.extent = extents.begin(at: start) }
    frames.append(frame)
    offset = head.end
  }

  private mutating func scanBreak(_ head: Head, at start: Int) throws(CBORError) {
    guard let frame = frames.last, frame.items == nil else {
      throw CBORError(
        code: .unexpectedBreak, offset: start, message: "a break outside any item of indefinite length")
    }
    guard frame.kind != .map || frame.count.isMultiple(of: 2) else {
      throw CBORError(code: .unexpectedBreak, offset: start, message: "a break in the place of a key's value")
    }
    offset = head.end
    let fingerprint = try close()
    try complete(at: frame.start, fingerprint: fingerprint)
  }

  /// Counts an item, and closes every container that it completes.
  private mutating func complete(at start: Int, fingerprint: UInt64) throws(CBORError) {
    var (start, fingerprint) = (start, fingerprint)
    while let last = frames.indices.last {
      if frames[last].kind == .map, frames[last].count.isMultiple(of: 2), limits.rejectsDuplicateKeys {
        try keep(ScannedKey(offset: start, fingerprint: fingerprint), from: frames[last].firstKey)
      }
      if frames[last].isInKey {
        frames[last].add(fingerprint)
      }
      frames[last].count += 1
      guard frames[last].count == frames[last].items else { return }
      start = frames[last].start
      fingerprint = try close()
    }
  }

  /// Removes the last frame, whose item ends at `offset`.
  ///
  /// - Returns: The item's fingerprint, if it is part of a key; otherwise 0.
  private mutating func close() throws(CBORError) -> UInt64 {
    let frame = frames.removeLast()
    if let extent = frame.extent { extents.end(extent, at: offset) }
    if frame.kind == .map { try checkKeys(from: frame.firstKey) }
    return frame.isInKey ? try fingerprint(of: frame) : 0
  }
}
