/// One running `encode(to:)`: what it has asked for, and where its bytes start.
struct EncodingFrame {
  /// What the value has asked its encoder for.
  enum Content {
    case nothing, single, array, map
    /// It writes itself, as ``CBOREncodable``.
    case direct
  }

  /// Tells the frame from earlier ones at the same level.
  let serial: Int
  /// The offset of the item's first byte.
  let start: Int
  /// Where in the storage's entries the frame's own begin.
  let firstEntry: Int
  /// How many arrays, maps and tags stand around what is written next.
  var depth: Int

  var content = Content.nothing
  /// How the value's elements or pairs are to be treated.
  var collection = CodingTraits.Collection.other
  /// The elements or pairs so far.
  var count = 0
  /// How many entries have been replaced by later ones, and are still there.
  var replaced = 0
  /// The key of the pair that is being written, if its value may ask for its path.
  var key: (any CodingKey)?
  /// The path of the frame's value, for the containers nested in it.
  var path: [any CodingKey]?

  init(serial: Int, start: Int, firstEntry: Int, depth: Int) {
    self.serial = serial
    self.start = start
    self.firstEntry = firstEntry
    self.depth = depth
  }
}

/// A place to write to: a frame of a storage.
///
/// Valid until the frame's value is finished.
struct EncodingPosition {
  let storage: EncodingStorage
  let level: Int
  let serial: Int

  var codingPath: [any CodingKey] { storage.codingPath(level: level) }

  /// Throws unless the position's value is the one being written.
  func check() throws {
    guard storage.isTop(self) else { throw closedError }
  }

  var closedError: EncodingError {
    storage.error(
      "The container was written to after its value was finished, or while a value inside it is written.",
      path: codingPath)
  }
}
