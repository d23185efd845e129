// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An index of a map's earlier pairs by key, for maps with too many pairs to compare each.
struct EncodedKeyIndex {
  /// The index of the entry with a key, by the key's fingerprint.
  var places: [UInt64: Int] = [:]

  /// The number of pairs from which an index is faster.
  static let threshold = 16
}

extension EncodingStorage {
  /// Encodes a pair's key into the top frame, for a value that never requests its coding path.
  ///
  /// - Returns: The pair, to pass to ``endEntry(_:from:)`` after the value.
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

  /// Returns a key as an integer, if it is encoded as one.
  ///
  /// A dictionary's key has an integer value whenever its text is a number, so `"01"` and `"1"` would become the same
  /// key. Such a key is encoded as an integer only if the dictionary is known to have integer keys.
  private func integer<Key: CodingKey>(of key: Key, level: Int) -> Int? {
    if DictionaryKey.isKey(Key.self), frames[level].collection != .integerKeys { return nil }
    return key.intValue
  }

  /// Encodes a pair's key like ``beginEntry(_:at:)``, for a value that may request its coding path.
  func beginItemEntry(_ key: some CodingKey, at position: EncodingPosition) throws -> Entry {
    try position.check()
    frames[position.level].key = key
    return try beginEntry(key, at: position)
  }

  /// Adds a pair to the count.
  ///
  /// If the map already has the key, the later pair replaces the earlier one, as in `JSONEncoder`. In a dictionary, a
  /// duplicate key is an error.
  ///
  /// - Parameter first: The index of the first entry of a dictionary; `nil` if the pair does not belong to a
  ///   dictionary.
  @inline(__always)
  func endEntry(_ entry: Entry, from first: Int?) throws {
    if let earlier = register(entry) { try replaceEntry(earlier, from: first) }
  }

  /// - Returns: The index of an earlier pair with the same key.
  @inline(__always)
  private func register(_ entry: Entry) -> Int? {
    entries.append(entry)
    frames[frames.count - 1].count += 1
    return earlierEntry(than: entries.count - 1)
  }

  /// Removes the last pair, of which only the key is encoded, in favor of the earlier pair with its key.
  private func forgetLastEntry(because earlier: Int) {
    let top = frames.count - 1
    let entry = entries.removeLast()
    frames[top].count -= 1
    keyIndexes[frames[top].serial]?.places[fingerprint(of: entry)] = earlier
    output.truncate(to: entry.keyStart)
  }

  /// Returns the index of a pair in the top frame with the same key as the pair at `place`, which is the last one.
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
    // Two keys share a fingerprint, which is rare enough for a linear search.
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
    // Also if a value catches the error and continues the map.
    replaceEntry(place)
    if let first, place >= first {
      throw error(
        "Two keys of a dictionary are encoded as \(keyDescription(entries[place])).",
        path: codingPath(level: frames.count - 1))
    }
  }

  /// Marks a pair of the top frame as replaced.
  ///
  /// All such pairs are removed together when the frame ends, since each removal moves the bytes after it.
  private func replaceEntry(_ place: Int) {
    entries[place].isReplaced = true
    frames[frames.count - 1].replaced += 1
    frames[frames.count - 1].count -= 1
  }

  /// Removes the replaced pairs of a frame that has just been popped.
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

  /// Removes the splices inside removed ranges, and moves the splices after them.
  private func removeSplices(in removed: [Range<Int>]) {
    guard let first = removed.first else { return }
    var kept = firstSplice(from: first.lowerBound + 1)
    var (next, distance) = (0, 0)
    for place in kept..<splices.count {
      var splice = splices[place]
      // A splice at the end of a pair belongs to that pair.
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

  /// Opens a nested container, or an encoder for a superclass, whose bytes are inserted into the top frame later.
  ///
  /// The `Encoder` protocol does not allow an error here: if the container cannot be opened, what is written to it is
  /// discarded and the whole call fails.
  func nest(
    _ content: EncodingFrame.Content, forKey key: some CodingKey, at position: EncodingPosition
  ) -> EncodingPosition {
    do {
      let entry = try beginItemEntry(key, at: position)
      let earlier = register(entry)
      if let earlier, content != .nothing, let container = container(content, of: entries[earlier]) {
        forgetLastEntry(because: earlier)
        // A value in the container may be running, and must not receive what is written to the container.
        return container.root
      }
      let storage = EncodingStorage(parent: self, level: position.level, key: key, content: content)
      addSplice(.storage(storage, isContainer: content != .nothing))
      if let earlier { replaceEntry(earlier) }
      return storage.top
    } catch {
      return detached(content, key: key, after: error, at: position)
    }
  }

  /// Opens a nested container, or an encoder for a superclass, as the next element of the array in the top frame.
  func nest(_ content: EncodingFrame.Content, at position: EncodingPosition) -> EncodingPosition {
    let index = position.level < frames.count ? frames[position.level].count : 0
    // The key of `super` is its index, as in `JSONEncoder`.
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

  /// Returns the nested container that is a pair's value, if it has the same kind.
  private func container(_ content: EncodingFrame.Content, of entry: Entry) -> EncodingStorage? {
    for splice in splices[firstSplice(from: entry.valueStart)...] {
      guard splice.offset == entry.valueStart else { return nil }
      if case .storage(let storage, true) = splice.content, storage.frames.first?.content == content { return storage }
    }
    return nil
  }
}
