// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The encoder that a value's `encode(to:)` receives, for the one item that the value encodes.
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

  /// Returns the position after opening a container of this kind at it.
  ///
  /// If a container of the same kind is already open, as when a class and its superclass each request one, it
  /// continues.
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

  /// A position that accepts no writes.
  private var refused: EncodingPosition {
    EncodingPosition(storage: position.storage, level: position.level, serial: -1)
  }
}
