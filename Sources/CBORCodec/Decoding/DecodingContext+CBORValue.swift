// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DecodingContext {
  /// Decodes the item at an offset as a value.
  func cborValue(at offset: Int) throws(CBORError) -> CBORValue {
    try message.scan()
    var position = offset
    return try readValue(at: &position)
  }

  /// Reads the item at a position, and advances the position past it.
  ///
  /// Recursion is bounded by the nesting limit, which the scan has checked.
  private func readValue(at position: inout Int) throws(CBORError) -> CBORValue {
    let start = position
    let head = try message.head(at: start)
    position = head.end
    switch head.kind {
    case .unsigned: return .unsigned(head.argument)
    case .negative: return .negative(head.argument)
    case .bytes:
      let (content, end) = try message.input.stringContent(at: start, head: head)
      position = end
      return .bytes(content)
    case .text where head.isIndefinite:
      let (content, end) = try message.input.stringContent(at: start, head: head)
      position = end
      return .text(String(decoding: content, as: UTF8.self))
    case .text:
      position = try message.input.definiteContent(of: head, at: start).upperBound
      return .text(try text(of: head, at: start))
    case .array: return .array(try readElements(of: head, at: &position))
    case .map: return .map(try readPairs(of: head, at: &position))
    case .tag: return .tagged(head.argument, try readValue(at: &position))
    case .float: return .float(Double(bitPattern: head.argument))
    case .simple, .breakCode: return .simple(UInt8(truncatingIfNeeded: head.argument))
    }
  }

  private func readElements(of head: Head, at position: inout Int) throws(CBORError) -> [CBORValue] {
    var elements: [CBORValue] = []
    elements.reserveCapacity(capacity(for: head))
    while try !isEnd(of: head, after: elements.count, at: &position) {
      elements.append(try readValue(at: &position))
    }
    return elements
  }

  private func readPairs(of head: Head, at position: inout Int) throws(CBORError) -> [CBORValue.Pair] {
    var pairs: [CBORValue.Pair] = []
    pairs.reserveCapacity(capacity(for: head))
    while try !isEnd(of: head, after: pairs.count, at: &position) {
      let key = try readValue(at: &position)
      pairs.append(CBORValue.Pair(key: key, value: try readValue(at: &position)))
    }
    return pairs
  }

  /// Returns a count that the scan has verified, clamped to the number of bytes left.
  private func capacity(for head: Head) -> Int {
    Int(clamping: min(head.argument, UInt64(max(0, message.input.count - head.end))))
  }

  /// Returns a Boolean value that indicates whether all items of a container are read, and skips a break.
  private func isEnd(of head: Head, after count: Int, at position: inout Int) throws(CBORError) -> Bool {
    guard head.isIndefinite else { return UInt64(count) >= head.argument }
    let next = try message.head(at: position)
    guard next.kind == .breakCode else { return false }
    position = next.end
    return true
  }
}

extension CBORValue {
  /// Creates a value from a message that a scan has found well-formed.
  init(scanned input: InputBuffer) throws(CBORError) {
    let context = DecodingContext()
    context.message.begin(scanned: input)
    self = try context.cborValue(at: 0)
  }
}
