extension EncodingStorage {
  /// Reopens the encoded value of the top frame as a container, to add to it.
  ///
  /// - Returns: Whether the value is a container of that kind.
  func reopen(as content: EncodingFrame.Content) -> Bool {
    let top = frames.count - 1
    let (start, kind) = (frames[top].start, content == .map ? Head.Kind.map : .array)
    guard let head = try? output.head(at: start), head.kind == kind, !head.isIndefinite else { return false }
    // popFrame() patches the count into a head of one byte.
    if head.end > start + 1 {
      output.remove([start + 1..<head.end])
      moveSplices(after: start, by: start + 1 - head.end)
    }
    frames[top].content = content
    frames[top].depth += 1
    frames[top].count = Int(clamping: head.argument)
    guard kind == .map else { return true }
    var offset = start + 1
    for _ in 0..<frames[top].count {
      guard let value = end(ofItemAt: offset), let end = end(ofItemAt: value) else { break }
      entries.append(Entry(keyStart: offset, valueStart: value, suffix: output.suffix(of: offset..<value)))
      offset = end
    }
    return true
  }

  /// Returns the offset after the item at an offset, in a range without nested containers; nil if the item is
  /// incomplete.
  func end(ofItemAt start: Int) -> Int? {
    var (offset, pending) = (start, 1)
    while pending > 0 {
      guard offset < output.count, let head = try? output.head(at: offset) else { return nil }
      pending -= 1
      offset = head.end
      switch head.kind {
      case .bytes where !isLate(at: offset), .text: offset += Int(clamping: head.argument)
      case .array: pending += Int(clamping: head.argument)
      case .map: pending += 2 * Int(clamping: head.argument)
      case .tag: pending += 1
      default: break
      }
    }
    return offset <= output.count ? offset : nil
  }

  /// Returns a Boolean value that indicates whether the string content that begins at an offset is a late content.
  private func isLate(at offset: Int) -> Bool {
    for splice in splices[firstSplice(from: offset)...] {
      guard splice.offset == offset else { return false }
      if case .late = splice.content { return true }
    }
    return false
  }

  /// Returns the coding path within a value that encodes without containers, from the start of its frame to the next
  /// item.
  func directPath(of frame: EncodingFrame) -> [any CodingKey] {
    let start = frame.start
    return unsafe output.withBytes { bytes in
      var walk = PathWalk()
      let input = unsafe InputBuffer(UnsafeRawBufferPointer(rebasing: bytes[start...]))
      return walk.keys(to: bytes.count - start, in: input) { offset in
        self.end(ofItemAt: start + offset).map { $0 - start }
      }
    }
  }
}
