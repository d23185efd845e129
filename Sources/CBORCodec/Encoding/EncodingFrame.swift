// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The state of one running `encode(to:)`: the container that it uses, and the start of its item.
struct EncodingFrame {
  /// The container that the value has requested from its encoder.
  enum Content {
    case nothing, single, array, map
    /// The value encodes without containers, through ``CBOREncodable``.
    case direct
  }

  /// A number that distinguishes the frame from earlier ones at the same level.
  ///
  /// While a value in a single-value container shares the frame, it is another number, so that what that value requests
  /// from its encoder ends with it.
  var serial: Int
  /// The offset of the item's first byte.
  let start: Int
  /// The index of the frame's first entry in the storage's entries.
  let firstEntry: Int
  /// The number of arrays, maps and tags around the next item.
  var depth: Int

  var content = Content.nothing
  /// The kind of collection that the value is.
  var collection = CodingTraits.Collection.other
  /// The number of elements or pairs so far.
  var count = 0
  /// The number of entries that later ones have replaced but that are still in the output.
  var replaced = 0
  /// The key of the pair being encoded, recorded only if its value may request the coding path.
  var key: (any CodingKey)?
  /// The offset of the current item of a value that encodes without containers, whenever another frame or an error is
  /// about it.
  var item = 0
  /// The coding path of the frame's value, cached for the containers nested in it.
  var path: [any CodingKey]?

  init(serial: Int, start: Int, firstEntry: Int, depth: Int) {
    self.serial = serial
    self.start = start
    self.firstEntry = firstEntry
    self.depth = depth
  }
}

/// A position to write to: a frame of a storage.
///
/// Valid until the value of the frame ends.
struct EncodingPosition {
  let storage: EncodingStorage
  let level: Int
  let serial: Int

  var codingPath: [any CodingKey] { storage.codingPath(level: level) }

  /// Throws an error unless the position's frame is the top frame.
  func check() throws {
    guard storage.isTop(self) else { throw closedError }
  }

  var closedError: EncodingError {
    storage.error(
      "The container was written to after its value was finished, or while a value inside it is written.",
      path: codingPath)
  }
}
