// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Checks that a well-formed item meets a decoder's encoding limits: definite lengths, or deterministic encoding (RFC
/// 8949 §4.2.1).
///
/// This is a separate pass over the heads, made only if such a limit is set. In `a2 18 01 00 00 00`, {1: 0, 0: 0}, it
/// finds:
///
///   1  18 01   a one-byte argument that needs no byte
///   4  00      a key that must precede the previous one
///
/// Invariant: `frames` holds the open arrays, maps and tags, so its size is within the nesting limit.
struct EncodingRules {
  private struct Frame {
    let isMap: Bool
    /// The number of items still to come, where a pair counts as two; `nil` if the length is indefinite.
    var remaining: UInt64?
    var count = 0
    /// The ranges of the encoded keys of the previous pair and of the current one.
    var lastKey: Range<Int>?
    var key: Range<Int>?
  }

  private let input: InputBuffer
  private let limits: CBORLimits
  private var frames: [Frame] = []

  private init(_ input: InputBuffer, _ limits: CBORLimits) {
    self.input = input
    self.limits = limits
  }

  /// Checks a message.
  ///
  /// - Throws: `indefiniteLength` or `nondeterministic` for the first fault. For keys in the wrong order, the offset is
  ///   that of the second key.
  static func check(_ input: InputBuffer, _ limits: CBORLimits) throws(CBORError) {
    var rules = EncodingRules(input, limits)
    var offset = 0
    repeat {
      offset = try rules.step(at: offset)
    } while !rules.frames.isEmpty
  }

  private mutating func step(at offset: Int) throws(CBORError) -> Int {
    let head = try input.head(at: offset)
    if head.kind == .breakCode {
      frames.removeLast()
      try complete(at: head.end)
      return head.end
    }
    beginItem(at: offset)
    try check(head, at: offset)
    var end = head.end
    switch head.kind {
    case .array, .map, .tag,
      .bytes where head.isIndefinite,
      .text where head.isIndefinite:
      let items = head.itemCount
      frames.append(Frame(isMap: head.kind == .map, remaining: head.isIndefinite ? nil : items))
      if !head.isIndefinite, items == 0 {
        frames.removeLast()
        try complete(at: end)
      }
      return end
    case .bytes, .text: end = try input.definiteContent(of: head, at: offset).upperBound
    default: break
    }
    try complete(at: end)
    return end
  }

  private mutating func beginItem(at offset: Int) {
    let last = frames.count - 1
    if last >= 0, frames[last].isMap, frames[last].count.isMultiple(of: 2) { frames[last].key = offset..<offset }
  }

  /// Counts an item that ends at an offset, and closes every container that it completes.
  private mutating func complete(at end: Int) throws(CBORError) {
    while let last = frames.indices.last {
      if frames[last].isMap, frames[last].count.isMultiple(of: 2), let key = frames[last].key {
        frames[last].key = key.lowerBound..<end
        if let earlier = frames[last].lastKey { try checkOrder(earlier, key.lowerBound..<end) }
        frames[last].lastKey = frames[last].key
      }
      frames[last].count += 1
      guard let remaining = frames[last].remaining else { return }
      frames[last].remaining = remaining - 1
      guard remaining == 1 else { return }
      frames.removeLast()
    }
  }

  private func checkOrder(_ earlier: Range<Int>, _ later: Range<Int>) throws(CBORError) {
    guard limits.rejectsNondeterministic else { return }
    if limits.keyOrder == .lengthFirst, earlier.count != later.count {
      if earlier.count < later.count { return }
    } else if input.isLess(earlier, than: later) {
      return
    }
    throw CBORError(
      code: .nondeterministic, offset: later.lowerBound,
      message: "this key must precede the map's key at byte \(earlier.lowerBound)")
  }

  private func check(_ head: Head, at offset: Int) throws(CBORError) {
    guard !head.isIndefinite else {
      throw CBORError(
        code: limits.rejectsIndefiniteLengths ? .indefiniteLength : .nondeterministic, offset: offset,
        message: "\(head.summary) of indefinite length; only definite lengths are allowed")
    }
    guard limits.rejectsNondeterministic else { return }
    let size = head.end - offset
    let shortest =
      switch head.kind {
      case .float: OutputBuffer.headSize(shortest: Double(bitPattern: head.argument))
      case .simple, .breakCode: size
      default: OutputBuffer.headSize(argument: head.argument)
      }
    guard size == shortest else {
      throw CBORError(
        code: .nondeterministic, offset: offset,
        message: "\(head.summary) takes \(size) bytes here, and \(shortest) are enough")
    }
    if head.kind == .float, Double(bitPattern: head.argument).isNaN, !input.isCanonicalNaN(at: offset) {
      throw CBORError(code: .nondeterministic, offset: offset, message: "NaN must be f97e00")
    }
    if head.kind == .tag, TagNumber.isBignum(head.argument) { try checkBignum(at: head.end, tag: offset) }
  }

  /// Checks that a bignum has no leading zero and needs more than 64 bits (RFC 8949 §3.4.3).
  private func checkBignum(at offset: Int, tag: Int) throws(CBORError) {
    let head = try input.head(at: offset)
    guard head.kind == .bytes, !head.isIndefinite else { return }
    let content = try input.array(in: input.definiteContent(of: head, at: offset))
    guard content.count > 8, content.first != 0 else {
      throw CBORError(
        code: .nondeterministic, offset: tag,
        message: "a bignum that is longer than its number needs, or that fits an integer")
    }
  }
}
