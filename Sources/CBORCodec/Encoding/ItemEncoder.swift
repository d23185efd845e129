/// What a value's `encode(to:)` gets: the place where its one item goes.
struct ItemEncoder: Encoder {
  let position: EncodingPosition

  var codingPath: [any CodingKey] { position.codingPath }

  var userInfo: [CodingUserInfoKey: Any] { position.storage.options.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedItemEncoder<Key>(position: opened(.map), first: position.storage.entries.count))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedItemEncoder(position: opened(.array))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleItemEncoder(position: position)
  }

  /// The position with a container of that kind in it.
  ///
  /// Asked for again, as a class and its superclass do, the same container goes on.
  private func opened(_ content: EncodingFrame.Content) -> EncodingPosition {
    let storage = position.storage
    guard storage.isTop(position) else {
      storage.fail(position.closedError)
      return refused
    }
    let existing = storage.frames[position.level].content
    if existing == .nothing {
      storage.open(content)
    } else if existing == .single, storage.reopen(as: content) {
      return position
    } else if existing != content {
      storage.fail(
        storage.error("The value asked for a second container of another kind.", path: codingPath))
      return refused
    }
    return position
  }

  /// A position that accepts nothing.
  private var refused: EncodingPosition {
    EncodingPosition(storage: position.storage, level: position.level, serial: -1)
  }
}
