/// Finds an earlier pair by its key once a map has so many that comparing with each would cost.
struct EncodedKeyIndex {
  /// From a key's fingerprint to its place among the storage's entries.
  var places: [UInt64: Int] = [:]

  /// The number of pairs from which on an index pays.
  static let threshold = 16
}

extension EncodingStorage {
  /// Writes a pair's key into the top frame, for a value that never asks for its path.
  ///
  /// - Returns: The pair, to be handed to ``endEntry(_:)`` when the value is written.
  func beginEntry(_ key: some CodingKey, at position: EncodingPosition) throws -> Entry {
    try position.check()
    let level = position.level
    if frames[level].depth > options.limits.nestingDepth {
      frames[level].key = key
      try checkDepth()
    }
    let keyStart = output.count
    if options.keyEncoding == .integerIfPresent, !frames[level].hasTextKeys, let number = key.intValue {
      append(integer: number)
    } else {
      output.append(text: key.stringValue)
    }
    return Entry(keyStart: keyStart, valueStart: output.count, suffix: output.suffix(of: keyStart..<output.count))
  }

  /// As ``beginEntry(_:at:)``, for a value that may ask for its path.
  func beginItemEntry(_ key: some CodingKey, at position: EncodingPosition) throws -> Entry {
    try position.check()
    frames[position.level].key = key
    return try beginEntry(key, at: position)
  }

  /// Counts a pair in.
  ///
  /// If the map has the key already, the earlier pair goes: the last one counts, as it does with
  /// `JSONEncoder`.
  @inline(__always)
  func endEntry(_ entry: Entry) {
    if let earlier = register(entry) { removeEntry(earlier) }
  }

  /// - Returns: The place of an earlier pair with the same key.
  @inline(__always)
  private func register(_ entry: Entry) -> Int? {
    entries.append(entry)
    frames[frames.count - 1].count += 1
    return earlierEntry(than: entries.count - 1)
  }

  /// Takes back the last pair, of which only the key is written, in favour of the one that has its key.
  private func forgetLastEntry(because earlier: Int) {
    let top = frames.count - 1
    let entry = entries.removeLast()
    frames[top].count -= 1
    keyIndexes[frames[top].serial]?.places[fingerprint(of: entry)] = earlier
    output.truncate(to: entry.keyStart)
  }

  /// The place of a pair in the top frame with the same key as the pair at `place`.
  private func earlierEntry(than place: Int) -> Int? {
    let top = frames.count - 1
    let first = frames[top].firstEntry
    let key = keyRange(entries[place])
    let suffix = entries[place].suffix
    guard place - first >= EncodedKeyIndex.threshold else {
      for earlier in first..<place where entries[earlier].suffix == suffix {
        if output.isEqual(keyRange(entries[earlier]), to: key) { return earlier }
      }
      return nil
    }
    let serial = frames[top].serial
    if keyIndexes[serial] == nil {
      var index = EncodedKeyIndex()
      for earlier in first..<place { index.places[fingerprint(of: entries[earlier])] = earlier }
      keyIndexes[serial] = index
    }
    guard let found = keyIndexes[serial]?.places.updateValue(place, forKey: fingerprint(of: entries[place]))
    else { return nil }
    if output.isEqual(keyRange(entries[found]), to: key) { return found }
    // Two keys with one fingerprint: rare enough to look at all.
    return (first..<place).first { output.isEqual(keyRange(entries[$0]), to: key) }
  }

  private func keyRange(_ entry: Entry) -> Range<Int> { entry.keyStart..<entry.valueStart }

  private func fingerprint(of entry: Entry) -> UInt64 {
    unsafe output.withBytes { bytes in
      unsafe InputBuffer(bytes).fingerprint(of: keyRange(entry))
    }
  }

  /// Takes out a pair of the top frame that is not its last.
  private func removeEntry(_ place: Int) {
    let range = entries[place].keyStart..<entries[place + 1].keyStart
    output.remove(range)
    splices.removeAll { $0.offset > range.lowerBound && $0.offset <= range.upperBound }
    moveSplices(after: range.upperBound, by: -range.count)
    entries.remove(at: place)
    for later in place..<entries.count {
      entries[later].keyStart -= range.count
      entries[later].valueStart -= range.count
    }
    frames[frames.count - 1].count -= 1
    keyIndexes[frames[frames.count - 1].serial] = nil
  }

  // MARK: Nested containers

  /// Opens a container, or an encoder for a superclass, whose bytes are put into the top frame later.
  ///
  /// The `Encoder` protocol lets it not throw: where it must not be opened, what is written to it is lost
  /// and the whole call fails.
  func nest(
    _ content: EncodingFrame.Content, forKey key: some CodingKey, at position: EncodingPosition
  ) -> EncodingPosition {
    do {
      let entry = try beginItemEntry(key, at: position)
      let earlier = register(entry)
      if let earlier, content != .nothing, let container = container(content, of: entries[earlier]) {
        forgetLastEntry(because: earlier)
        return container.top
      }
      let storage = EncodingStorage(parent: self, level: position.level, key: key, content: content)
      splices.append(Splice(offset: output.count, storage: storage, isContainer: content != .nothing))
      if let earlier { removeEntry(earlier) }
      return storage.top
    } catch {
      return detached(content, key: key, after: error, at: position)
    }
  }

  /// Likewise, as the next element of the array in the top frame.
  func nest(_ content: EncodingFrame.Content, at position: EncodingPosition) -> EncodingPosition {
    let index = position.level < frames.count ? frames[position.level].count : 0
    // `super` is at its index, as with `JSONEncoder`.
    let key = CodingPathKey(index: index)
    do {
      try position.check()
      try checkDepth()
      let storage = EncodingStorage(parent: self, level: position.level, key: key, content: content)
      splices.append(Splice(offset: output.count, storage: storage, isContainer: content != .nothing))
      frames[position.level].count += 1
      return storage.top
    } catch {
      return detached(content, key: key, after: error, at: position)
    }
  }

  private func detached(
    _ content: EncodingFrame.Content, key: some CodingKey, after error: any Error,
    at position: EncodingPosition
  ) -> EncodingPosition {
    fail(error as? EncodingError ?? position.closedError)
    return EncodingStorage(parent: self, level: position.level, key: key, content: content).top
  }

  /// The container that is a pair's value, if it is one of that kind.
  private func container(_ content: EncodingFrame.Content, of entry: Entry) -> EncodingStorage? {
    let splice = splices.first { $0.offset == entry.valueStart }
    guard let splice, splice.isContainer, splice.storage.frames.first?.content == content else { return nil }
    return splice.storage
  }
}
