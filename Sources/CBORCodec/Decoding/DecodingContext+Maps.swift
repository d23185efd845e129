// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A keyed container is a heap-allocated box around a reader. Looking up the types of both takes longer than reading
// most maps. So the context keeps the last container at each level for the next map at that level, which usually has
// the same type of keys: in an array of structs, and from message to message.
//
// A container is reused only if it has no other references. One that outlives its call is detached from the context.
// One that was replaced during the call, and is kept, keeps the context alive, which then serves no other message.

/// The reader and the container for the maps at one level.
struct MapLevel {
  var reader: MapReader
  /// The container, as the object that it consists of, and the type of its keys.
  var container: AnyObject?
  var key: ObjectIdentifier?
}

extension DecodingContext {
  /// Returns a container for a map at a level.
  @inline(__always)
  func container<Key: CodingKey>(
    keyedBy type: Key.Type, of map: OpenedMap, level: Int
  ) -> KeyedDecodingContainer<Key> {
    if level < maps.count, maps[level].key == ObjectIdentifier(type), isKnownUniquelyReferenced(&maps[level].container),
      let container = maps[level].container
    {
      maps[level].reader.begin(map)
      return unsafe unsafeBitCast(container, to: KeyedDecodingContainer<Key>.self)
    }
    return makeContainer(keyedBy: type, of: map, level: level)
  }

  @inline(never)
  private func makeContainer<Key: CodingKey>(
    keyedBy type: Key.Type, of map: OpenedMap, level: Int
  ) -> KeyedDecodingContainer<Key> {
    if isNested {
      // The reader references the context, so the context must not reference the reader.
      let reader = MapReader(of: self, level: level)
      reader.begin(map)
      return KeyedDecodingContainer(KeyedItemDecoder<Key>(reader: reader))
    }
    while maps.count <= level { maps.append(MapLevel(reader: MapReader(of: self, level: maps.count))) }
    maps[level].container = nil
    if !isKnownUniquelyReferenced(&maps[level].reader) {
      // A container that was kept continues to use its reader, which the end of the call does not detach.
      maps[level].reader.keepContext()
      maps[level].reader = MapReader(of: self, level: level)
    }
    maps[level].reader.begin(map)
    let container = KeyedDecodingContainer(KeyedItemDecoder<Key>(reader: maps[level].reader))
    // In today's standard library a container is a single reference; if that changes, each map gets a new container.
    if MemoryLayout<KeyedDecodingContainer<Key>>.size == MemoryLayout<AnyObject>.size {
      maps[level].container = unsafe unsafeBitCast(container, to: AnyObject.self)
      maps[level].key = ObjectIdentifier(type)
    }
    return container
  }

  /// Detaches the containers that outlive the call.
  func detachContainers() {
    for level in maps.indices where maps[level].container != nil {
      if isKnownUniquelyReferenced(&maps[level].container) { continue }
      maps[level].container = nil
      if !isKnownUniquelyReferenced(&maps[level].reader) {
        maps[level].reader.detach(DecodingContext(path: codingPath(level: level)))
        maps[level].reader = MapReader(of: self, level: level)
      }
    }
  }
}
