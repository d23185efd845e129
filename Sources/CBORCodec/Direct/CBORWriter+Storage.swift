// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Output that the writer shares with an encoder: for values that are only `Encodable`, long strings, and errors.
extension CBORWriter {
  /// Returns the storage whose last frame the writer writes to, which it creates on the first call.
  mutating func begun() -> EncodingStorage {
    if let storage { return storage }
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = depthLimit
    let storage = EncodingStorage.take(CBOREncoder.Options(encoder))
    storage.pushFrame()
    storage.open(.direct)
    self.storage = storage
    return storage
  }

  /// The number of arrays, maps and tags around the next item.
  ///
  /// The difference is negative, or overflows, if a value has ended more of them than it has begun.
  var depth: Int { max(0, depthLimit &- depthLeft) }

  /// Prepares the storage, which has the output, for the next item.
  func prepareNextItem(in storage: EncodingStorage) {
    let last = storage.frames.count - 1
    storage.frames[last].depth = depth
    storage.frames[last].item = storage.output.count
    storage.levels = CBORLimits.levelLimit(depthLimit) - levelsLeft
  }

  /// Encodes a byte string whose content is copied only when the message is assembled.
  mutating func encode(deferred content: DeferredContent) {
    let storage = begun()
    pending &-= 1
    output.append(bytesOf: content.count)
    storage.splices.append(Splice(offset: output.count, content: .deferred(content)))
  }
}
