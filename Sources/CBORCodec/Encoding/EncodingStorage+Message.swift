// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension EncodingStorage {
  /// Encodes `value` as the message's only item.
  func encodeRoot<Value: Encodable>(_ value: Value) throws {
    let wrote = try encodeItem(value)
    if let failure = session.failure { throw failure }
    guard wrote else {
      let context = EncodingError.Context(
        codingPath: [], debugDescription: "Top-level \(Value.self) did not encode any values.")
      throw EncodingError.invalidValue(value, context)
    }
  }

  // MARK: Splices

  func addSplice(_ content: Splice.Content) {
    splices.append(Splice(offset: output.count, content: content))
  }

  /// Forgets what the top frame's value, which encodes without containers, has written after an offset.
  func forget(after offset: Int) {
    // At the offset itself are deferred contents of the item before it, and then the mark of a raw item that is
    // removed.
    while let last = splices.last, last.offset > offset || last.offset == offset && last.isOpaque {
      splices.removeLast()
    }
    if let frame = frames.last, !walks.isEmpty { walks[frame.serial]?.forget(from: offset - frame.start) }
  }

  /// Marks the array at an offset, which is the last item, as unordered.
  func markUnordered(at offset: Int, _ stride: Int) {
    // At the offset itself are nested containers before the array, which have no bytes in the output.
    splices.insert(Splice(offset: offset, content: .unordered(stride)), at: firstSplice(from: offset + 1))
  }

  /// Returns the index of the first splice at or after an offset.
  func firstSplice(from offset: Int) -> Int {
    var (low, high) = (0, splices.count)
    while low < high {
      let middle = (low + high) / 2
      if splices[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func moveSplices(after offset: Int, by distance: Int) {
    var index = splices.count
    while index > 0, splices[index - 1].offset > offset {
      index -= 1
      splices[index].offset += distance
    }
  }

  /// Copies all bytes from an offset on into one contiguous run, so that they can be parsed.
  ///
  /// The containers nested in it accept no more writes.
  func join(from start: Int) {
    let first = firstSplice(from: start + 1)
    let hasContainers = splices[first...].contains { splice in
      if case .storage = splice.content { true } else { false }
    }
    guard hasContainers else { return }
    for splice in splices[first...] {
      if case .storage(let storage, _) = splice.content { storage.close() }
    }
    var joined = OutputBuffer(capacity: output.count - start)
    var marks: [Splice] = []
    join(from: start, into: &joined, copyingDeferred: false, &marks)
    output.truncate(to: start)
    output.append(0..<joined.count, of: joined)
    splices.removeSubrange(first...)
    for var mark in marks {
      mark.offset += start
      splices.append(mark)
    }
  }

  // MARK: The whole message

  /// A Boolean value that indicates whether the buffer already contains the final message.
  var isInPlace: Bool { splices.isEmpty && !options.deterministic }

  /// Returns the message as an array, copying each byte once.
  @usableFromInline
  func array() throws -> [UInt8] {
    guard !isInPlace else { return output.array() }
    close()
    let size = size
    return try unsafe [UInt8](unsafeUninitializedCapacity: size + OutputBuffer.slack) { memory, count in
      guard let base = memory.baseAddress else { return }
      var message = unsafe OutputBuffer(borrowed: UnsafeMutableRawBufferPointer(memory), base: base)
      try assemble(&message)
      precondition(message.count == size && !message.ownsMemory, "a message has the size that was computed for it")
      count = size
    }
  }

  /// Calls `body` with the message.
  @usableFromInline
  func withMessage<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    guard isInPlace else {
      close()
      var message = OutputBuffer(capacity: size)
      try assemble(&message)
      return try unsafe message.withBytes(body)
    }
    return try unsafe output.withBytes(body)
  }

  /// Assembles the message in an empty buffer.
  ///
  /// Later writes to the storage have no effect on it.
  private func assemble(_ message: inout OutputBuffer) throws {
    var marks: [Splice] = []
    join(from: 0, into: &message, copyingDeferred: true, &marks)
    if options.deterministic { try DeterministicOrder.sort(&message, marks: marks, keyOrder: options.keyOrder) }
  }

  /// Ends all frames, including those of nested containers.
  private func close() {
    while !frames.isEmpty { popFrame() }
    for splice in splices {
      if case .storage(let storage, _) = splice.content { storage.close() }
    }
  }

  /// The size of the assembled message, in bytes.
  private var size: Int {
    splices.reduce(output.count) { size, splice in
      switch splice.content {
      case .storage(let storage, _): size + storage.size
      case .deferred(let content): size + content.count
      case .opaque, .unordered: size
      }
    }
  }

  /// Appends the bytes from an offset on, with nested containers and deferred contents inserted.
  ///
  /// - Parameters:
  ///   - copiesDeferred: Whether deferred contents are copied; if not, they are added to the marks.
  ///   - marks: Receives the splices that are not inserted, with their offsets in `joined`.
  func join(
    from start: Int, into joined: inout OutputBuffer, copyingDeferred copiesDeferred: Bool, _ marks: inout [Splice]
  ) {
    var position = start
    for splice in splices[firstSplice(from: start)...] {
      joined.append(position..<splice.offset, of: output)
      position = splice.offset
      switch splice.content {
      case .storage(let storage, _):
        storage.join(from: 0, into: &joined, copyingDeferred: copiesDeferred, &marks)
      case .deferred(let content) where copiesDeferred: unsafe content.withBytes { unsafe joined.append(content: $0) }
      case .deferred, .opaque, .unordered: marks.append(Splice(offset: joined.count, content: splice.content))
      }
    }
    joined.append(position..<output.count, of: output)
  }
}
