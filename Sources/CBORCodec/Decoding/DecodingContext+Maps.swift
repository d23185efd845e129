// A keyed container is a box on the heap around a reader, and to find out the types of both takes longer than to read
// what is in most maps. So the last container at each level is kept for the next map at that level, which has the same
// type of keys as a rule: in an array of structs, and from message to message.
//
// It is given away again only if nothing else holds it. A container that outlives its call is left to whatever holds
// it, detached from its context.

/// What the maps at one level are read with.
struct MapLevel {
  var reader: MapReader
  /// The container, as the object that it consists of, and its type of keys.
  var container: AnyObject?
  var key: ObjectIdentifier?
}

extension DecodingContext {
  /// A container for a map at a level.
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
      // The reader has the context, which must not have the reader.
      let reader = MapReader(of: self, level: level)
      reader.begin(map)
      return KeyedDecodingContainer(KeyedItemDecoder<Key>(reader: reader))
    }
    while maps.count <= level { maps.append(MapLevel(reader: MapReader(of: self, level: maps.count))) }
    maps[level].container = nil
    if !isKnownUniquelyReferenced(&maps[level].reader) { maps[level].reader = MapReader(of: self, level: level) }
    maps[level].reader.begin(map)
    let container = KeyedDecodingContainer(KeyedItemDecoder<Key>(reader: maps[level].reader))
    // It consists of one reference in today's standard library; with another it is made each time.
    if MemoryLayout<KeyedDecodingContainer<Key>>.size == MemoryLayout<AnyObject>.size {
      maps[level].container = unsafe unsafeBitCast(container, to: AnyObject.self)
      maps[level].key = ObjectIdentifier(type)
    }
    return container
  }

  /// Lets go of the containers that outlive the call.
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
