// One pass over a message, before anything is decoded from it.
//
// The pass reads head after head and keeps one frame for each array, map, tag and chunked string that is
// open. `82 01 a1 61 61 f6`, which is [1, {"a": null}]:
//
//   at  head   open after it
//   0   82     [2 to come]
//   1   01     [1 to come]
//   2   a1     [1 to come] {1 pair}
//   3   61 61  [1 to come] {its value}         the key's place and fingerprint are kept
//   5   f6     nothing: the map is complete, and with it the array and the message
//
// Invariants
//  - Nothing recurses: depth costs a frame and no stack.
//  - `frames` never grows past the depth limit and one, `keys` holds the keys of open maps only.
//  - A claimed length or count is compared with the bytes that are left, and nothing is ever reserved for it.
//  - `endOfInput` means that more bytes could mend it. So a count that claims too much is reported only once
//    the bytes that are there have been found without a fault, as the RFC's Appendix F has it for `a1 ff`.
//  - What passes can be read without any of its claims being checked for sense again.

/// Checks that a message is well formed (RFC 8949 §5.3.1) and valid within the limits: UTF-8, no key twice,
/// no more depth, items or bytes than allowed, nothing after it.
///
/// Time is linear in the message's size, except for maps with many keys, which are sorted.
struct WellFormednessScan {
  let input: InputBuffer
  let limits: CBORLimits

  var offset = 0
  var frames: [ScanFrame] = []
  var keys: [ScannedKey] = []
  var extents = ExtentTable()
  /// Whether the ends of containers are noted, for what reads from the message afterwards.
  var keepsExtents = false
  private var items = 0
  /// The first container that claims more than the bytes that are left.
  private var overclaim: CBORError?

  init(_ input: InputBuffer, limits: CBORLimits) {
    self.input = input
    self.limits = limits
  }

  /// Scans the whole message.
  ///
  /// - Throws: The first fault that is found from the front; a duplicate key is found where its map ends,
  ///   or sooner among very many.
  mutating func run() throws(CBORError) {
    guard input.count <= limits.messageSize else {
      throw CBORError(
        code: .messageSizeLimit, offset: max(0, limits.messageSize),
        message: "the message has \(input.count) bytes; the limit is \(limits.messageSize)")
    }
    try scanItem()
    if limits.asksForMore { try EncodingRules.check(input, limits) }
    if limits.rejectsTrailingBytes, offset < input.count {
      throw CBORError(
        code: .trailingBytes, offset: offset,
        message: "the message ends here, and \(input.count - offset) bytes follow it")
    }
  }

  /// Scans the item that the input starts with, whatever follows it.
  ///
  /// - Parameter isCut: Whether the input ends where it does because of the limit.
  mutating func runPrefix(isCut: Bool) throws(CBORError) {
    do throws(CBORError) {
      try scanItem()
      if limits.asksForMore { try EncodingRules.check(input, limits) }
    } catch {
      guard error.code == .endOfInput, isCut else { throw error }
      throw CBORError(
        code: .messageSizeLimit, offset: input.count,
        message: "the item has more than \(input.count) bytes; the limit is \(limits.messageSize)")
    }
  }

  /// Scans the item that the input starts with, and leaves `offset` behind it.
  ///
  /// - Throws: The first fault that is found from the front, in the item only; the message's size is not looked at.
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

  /// Goes on with the item at `offset`, whose head is given.
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

  /// Whether what comes next is a key that may have a duplicate, or a part of one.
  private var isInKey: Bool {
    // By index: the frame is too large to be copied for each head.
    let last = frames.count - 1
    guard last >= 0, limits.rejectsDuplicateKeys else { return false }
    return frames[last].isInKey || (frames[last].mayHaveDuplicates && frames[last].count & 1 == 0)
  }

  private func fingerprint(of head: Head) -> UInt64 {
    let isNaN = head.kind == .float && Double(bitPattern: head.argument).isNaN
    return KeyFingerprint.of(head.kind, isNaN ? Double.nan.bitPattern : head.argument)
  }

  // MARK: Strings

  /// Checks a definite string or one chunk.
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
    // An element takes a byte at least, and a pair two.
    let most = head.kind == .map ? left / 2 : left
    if head.argument > most, overclaim == nil {
      overclaim = CBORError(
        code: .endOfInput, offset: start,
        message: "\(head.summary) claims \(head.argument) \(head.kind == .map ? "pairs" : "elements"), "
          + "and \(left) bytes are left")
    }
    let items = Int(clamping: min(head.argument, UInt64(Int.max / 2))) * (head.kind == .map ? 2 : 1)
    guard items > 0 else {
      offset = head.end
      return try complete(at: start, fingerprint: isInKey ? KeyFingerprint.of(head.kind, 0, content: 0) : 0)
    }
    open(head, at: start, items: items)
  }

  /// Passes over the items without others in them that are next in an array or map, as the general way would, which has
  /// more to ask of each.
  ///
  /// The last one is left for that, since it closes what is open.
  ///
  /// - Returns: The head where it stopped, which is at `offset`.
  private mutating func scanFlat() throws(CBORError) -> Head {
    let last = frames.count - 1
    guard last >= 0, frames.count <= limits.nestingDepth, let all = frames[last].items, !frames[last].isInKey,
      frames[last].kind == .array || frames[last].kind == .map
    else { return try input.head(at: offset) }
    let keepsKeys = frames[last].kind == .map && limits.rejectsDuplicateKeys
    let comparesKeys = keepsKeys && frames[last].mayHaveDuplicates
    let first = frames[last].count
    let most = min(all - 1 - first, limits.itemCount - items)
    var passed = 0
    var position = offset
    var head = try input.head(at: position)
    while passed < most {
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

  /// Counts an item in, and closes every container that is complete with it.
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

  /// Takes away the last frame, whose item ends at `offset`.
  ///
  /// - Returns: The item's fingerprint if it is a part of a key.
  private mutating func close() throws(CBORError) -> UInt64 {
    let frame = frames.removeLast()
    if let extent = frame.extent { extents.end(extent, at: offset) }
    if frame.kind == .map { try checkKeys(from: frame.firstKey) }
    return frame.isInKey ? try fingerprint(of: frame) : 0
  }
}
