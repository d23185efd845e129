// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORWriter {
  /// Throws the error for a message that is not one item.
  ///
  /// Not inlined, which keeps the callers' closures small.
  @inline(never) @usableFromInline
  mutating func refuse(_ value: some CBOREncodable) throws {
    throw wrongCount(of: value, since: Mark(count: 0, pending: 1, depthLeft: depthLimit, tagEnd: -1))
  }

  /// Returns the error for a value that is not one item.
  @inline(never) @usableFromInline
  mutating func wrongCount(
    of value: some CBOREncodable, since mark: Mark, forKey key: StaticString? = nil
  ) -> EncodingError {
    let items = mark.pending &- pending &- (key == nil ? 0 : 1)
    let found = isTagEmpty && items == 1 ? "a tag without content" : "\(items) items"
    // The path is that of the value, so it ends at the key.
    removeAll(since: mark)
    if let key { encodeKey(key) }
    return error("\(type(of: value)) wrote \(found) where 1 item was to be written", value: value)
  }

  @inline(never) @usableFromInline
  mutating func tooManyLevels() -> EncodingError {
    error("More than \(CBORLimits.levelLimit(depthLimit)) values inside each other; does a value contain itself?")
  }

  /// Returns the error for a container or tag that was begun, and does not begin it.
  @inline(never)
  mutating func tooDeep() -> EncodingError {
    defer { depthLeft &+= 1 }
    return error("\(depth) arrays, maps and tags around a value; the limit is \(depthLimit).")
  }

  mutating func error(_ description: String, value: Any = ()) -> EncodingError {
    let storage = begun()
    swap(&output, &storage.output)
    defer { swap(&output, &storage.output) }
    prepareNextItem(in: storage)
    return storage.error(description, value: value, path: storage.codingPath(level: storage.frames.count))
  }
}
