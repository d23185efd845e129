extension DecodingContext {
  /// Reads the item at an offset as it is.
  func cborValue(at offset: Int) throws(CBORError) -> CBORValue {
    try message.scan()
    var position = offset
    return try readValue(at: &position)
  }

  /// Reads the item at a position, and moves the position behind it.
  ///
  /// Recurses as deep as the scan has allowed.
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

  /// The count that the scan found true; the bytes that are left bound it even so.
  private func capacity(for head: Head) -> Int {
    Int(clamping: min(head.argument, UInt64(max(0, message.input.count - head.end))))
  }

  /// Whether a container's items are all read; a break is stepped over.
  private func isEnd(of head: Head, after count: Int, at position: inout Int) throws(CBORError) -> Bool {
    guard head.isIndefinite else { return UInt64(count) >= head.argument }
    let next = try message.head(at: position)
    guard next.kind == .breakCode else { return false }
    position = next.end
    return true
  }
}

extension CBORValue {
  /// Creates the value of a message that a scan has found well formed.
  init(scanned input: InputBuffer) throws(CBORError) {
    let context = DecodingContext()
    context.message.begin(scanned: input)
    self = try context.cborValue(at: 0)
  }
}
