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
  /// - Returns: The pair, to be handed to ``endEntry(_:from:)`` when the value is written.
  func beginEntry<Key: CodingKey>(_ key: Key, at position: EncodingPosition) throws -> Entry {
    try position.check()
    let level = position.level
    if frames[level].depth > options.limits.nestingDepth {
      frames[level].key = key
      try checkDepth()
    }
    let keyStart = output.count
    if options.keyEncoding == .integerIfPresent, let number = integer(of: key, level: level) {
      append(integer: number)
    } else {
      output.append(text: key.stringValue)
    }
    return Entry(keyStart: keyStart, valueStart: output.count, suffix: output.suffix(of: keyStart..<output.count))
  }

  /// A key as an integer, if it may be one.
  ///
  /// A dictionary's key has an integer value wherever its text is a number, and `"01"` and `"1"` have the same; so only
  /// where the dictionary is known to have integers for keys.
  private func integer<Key: CodingKey>(of key: Key, level: Int) -> Int? {
    if DictionaryKey.isKey(Key.self), frames[level].collection != .integerKeys { return nil }
    return key.intValue
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
  /// `JSONEncoder`. But of a dictionary no pair goes.
  ///
  /// - Parameter first: Where the entries of a dictionary begin; nil if the pair is not a dictionary's.
  @inline(__always)
  func endEntry(_ entry: Entry, from first: Int?) throws {
    if let earlier = register(entry) { try replaceEntry(earlier, from: first) }
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

  /// The place of a pair in the top frame with the same key as the pair at `place`, which is the last.
  private func earlierEntry(than place: Int) -> Int? {
    let top = frames.count - 1
    let first = frames[top].firstEntry
    let key = keyRange(entries[place])
    let suffix = entries[place].suffix
    guard place - first >= EncodedKeyIndex.threshold else {
      for earlier in first..<place where entries[earlier].suffix == suffix {
        if isKey(key, at: earlier) { return earlier }
      }
      return nil
    }
    let serial = frames[top].serial
    if keyIndexes[serial] == nil {
      var index = EncodedKeyIndex()
      for earlier in first..<place where !entries[earlier].isReplaced {
        index.places[fingerprint(of: entries[earlier])] = earlier
      }
      keyIndexes[serial] = index
    }
    guard let found = keyIndexes[serial]?.places.updateValue(place, forKey: fingerprint(of: entries[place]))
    else { return nil }
    if isKey(key, at: found) { return found }
    // Two keys with one fingerprint: rare enough to look at all.
    return (first..<place).first { isKey(key, at: $0) }
  }

  private func isKey(_ key: Range<Int>, at place: Int) -> Bool {
    !entries[place].isReplaced && output.isEqual(keyRange(entries[place]), to: key)
  }

  private func keyRange(_ entry: Entry) -> Range<Int> { entry.keyStart..<entry.valueStart }

  private func fingerprint(of entry: Entry) -> UInt64 {
    unsafe output.withBytes { bytes in
      unsafe InputBuffer(bytes).fingerprint(of: keyRange(entry))
    }
  }

  // MARK: Replaced pairs

  private func replaceEntry(_ place: Int, from first: Int?) throws {
    if let first, place >= first {
      throw error(
        "Two keys of a dictionary are encoded as \(keyDescription(entries[place])).",
        path: codingPath(level: frames.count - 1))
    }
    replaceEntry(place)
  }

  /// Leaves a pair of the top frame to be taken out with all others when the frame ends: one by one, each would move
  /// what follows it.
  private func replaceEntry(_ place: Int) {
    entries[place].isReplaced = true
    frames[frames.count - 1].replaced += 1
    frames[frames.count - 1].count -= 1
  }

  /// Takes the replaced pairs of a frame out, which is the last one's successor.
  func removeReplacedEntries(of frame: EncodingFrame) {
    var removed: [Range<Int>] = []
    for place in frame.firstEntry..<entries.count where entries[place].isReplaced {
      let end = place + 1 < entries.count ? entries[place + 1].keyStart : output.count
      if removed.last?.upperBound == entries[place].keyStart {
        removed[removed.count - 1] = removed[removed.count - 1].lowerBound..<end
      } else {
        removed.append(entries[place].keyStart..<end)
      }
    }
    output.remove(removed)
    removeSplices(in: removed)
  }

  /// Takes out the splices that belong to ranges that were taken out, and moves those that follow.
  private func removeSplices(in removed: [Range<Int>]) {
    guard let first = removed.first else { return }
    var kept = firstSplice(from: first.lowerBound + 1)
    var (next, distance) = (0, 0)
    for place in kept..<splices.count {
      var splice = splices[place]
      // One at a pair's end is in that pair.
      while next < removed.count, removed[next].upperBound < splice.offset {
        distance += removed[next].count
        next += 1
      }
      if next < removed.count, removed[next].lowerBound < splice.offset { continue }
      splice.offset -= distance
      splices[kept] = splice
      kept += 1
    }
    splices.removeSubrange(kept...)
  }

  private func keyDescription(_ entry: Entry) -> String {
    guard let head = try? output.head(at: entry.keyStart), head.kind == .text else {
      return (try? output.head(at: entry.keyStart).summary) ?? "one"
    }
    return unsafe output.withBytes { bytes in
      let text = unsafe InputBuffer(bytes).string(in: head.end..<entry.valueStart, isChecked: true)
      return "\"\(text.prefix(64))\""
    }
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
      addSplice(.storage(storage, isContainer: content != .nothing))
      if let earlier { replaceEntry(earlier) }
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
      addSplice(.storage(storage, isContainer: content != .nothing))
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
    for splice in splices[firstSplice(from: entry.valueStart)...] {
      guard splice.offset == entry.valueStart else { return nil }
      if case .storage(let storage, true) = splice.content, storage.frames.first?.content == content { return storage }
    }
    return nil
  }
}
