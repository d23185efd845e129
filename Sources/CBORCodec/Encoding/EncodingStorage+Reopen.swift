// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension EncodingStorage {
  /// Reopens the encoded value of the top frame as a container, to add to it.
  ///
  /// - Returns: Whether the value is a container of that kind, and not a raw item.
  func reopen(as content: EncodingFrame.Content) -> Bool {
    let top = frames.count - 1
    let (start, kind) = (frames[top].start, content == .map ? Head.Kind.map : .array)
    guard !isOpaque(at: start), let head = try? output.head(at: start), head.kind == kind else { return false }
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
      guard let value = end(ofItemAt: offset, before: output.count),
        let end = end(ofItemAt: value, before: output.count)
      else { break }
      entries.append(Entry(keyStart: offset, valueStart: value, suffix: output.suffix(of: offset..<value)))
      offset = end
    }
    return true
  }

  /// Returns the offset after the item at an offset, in a range without nested containers; `nil` if the item is not
  /// complete before `limit`.
  func end(ofItemAt start: Int, before limit: Int) -> Int? {
    var (offset, pending) = (start, 1)
    // The numbers of items that are pending outside of containers and strings of indefinite length, which only a raw
    // item has.
    var outer: [Int] = []
    while pending > 0 {
      guard offset < limit, let head = try? output.head(at: offset) else { return nil }
      offset = head.end
      if head.kind == .breakCode {
        guard let last = outer.popLast() else { return nil }
        pending = last
        continue
      }
      pending -= 1
      if head.isIndefinite {
        outer.append(pending)
        pending = .max / 2
        continue
      }
      switch head.kind {
      case .bytes where isDeferred(at: offset): break
      case .bytes, .text, .array, .map:
        // Each element and each pair takes a byte or more, so what claims more of them than are left is not complete.
        guard let count = Int(exactly: head.argument), count <= limit - offset else { return nil }
        if head.kind == .bytes || head.kind == .text { offset += count } else { pending &+= count }
        if head.kind == .map { pending &+= count }
      case .tag: pending += 1
      default: break
      }
    }
    return offset <= limit ? offset : nil
  }

  /// Returns a Boolean value that indicates whether the item at an offset is a raw item.
  private func isOpaque(at offset: Int) -> Bool {
    for splice in splices[firstSplice(from: offset)...] {
      guard splice.offset == offset else { return false }
      if splice.isOpaque { return true }
    }
    return false
  }

  /// Returns a Boolean value that indicates whether the string content that begins at an offset is a deferred content.
  private func isDeferred(at offset: Int) -> Bool {
    for splice in splices[firstSplice(from: offset)...] {
      guard splice.offset == offset else { return false }
      if case .deferred = splice.content { return true }
    }
    return false
  }

  /// Returns the coding path within a value that encodes without containers, from the start of its frame to its current
  /// item.
  ///
  /// The walk continues from the last one of the same frame, so that all of them together take linear time.
  func directPath(level: Int) -> [any CodingKey] {
    let frame = frames[level]
    return unsafe output.withBytes { bytes in
      // While a writer has the output, nothing is known. Only what outlives its value asks then.
      guard frame.start <= frame.item, frame.item <= bytes.count else { return [] }
      let input = unsafe InputBuffer(UnsafeRawBufferPointer(rebasing: bytes[frame.start..<frame.item]))
      var walk = walks.removeValue(forKey: frame.serial) ?? PathWalk()
      defer { walks[frame.serial] = walk }
      return walk.keys(to: input.count, in: input) { offset in
        end(ofItemAt: frame.start + offset, before: frame.item).map { $0 - frame.start }
      }
    }
  }
}
