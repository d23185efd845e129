/// The state that the decoders and containers of one message, or of one nested container, share: the message, and the
/// coding path of the current item.
@safe @usableFromInline
final class DecodingContext {
  let message: DecodingMessage
  private let memory: DecodingMemory
  let isNested: Bool

  /// The coding path of the context's outermost item.
  private enum Base {
    case keys([any CodingKey])
    /// The path of the item at an offset, which is computed on access.
    case item(Int)
  }

  /// The key, or else the index, that a container is reading.
  private struct Place {
    var key: (any CodingKey)?
    var index = 0
  }

  /// The state that changes with each container.
  ///
  /// It is behind a pointer for the same reason as in ``DecodingMessage``.
  private struct Hot {
    var base: Base
    /// The positions in the containers that are being decoded, outermost first.
    var places: [Place] = []
    /// The reader and container of the last map at each level.
    var maps: [MapLevel] = []
    var walker: DecodingContext?
  }

  private let hot: UnsafeMutablePointer<Hot>

  private init(_ memory: DecodingMemory, _ base: Base, isNested: Bool) {
    self.memory = memory
    message = memory.message
    self.isNested = isNested
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot(base: base))
    if isNested { message.nested += 1 }
  }

  deinit {
    if isNested { message.nested -= 1 }
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  convenience init(path: [any CodingKey] = []) { self.init(DecodingMemory(), .keys(path), isNested: false) }

  /// Creates a separate context for a nested container, which may be read after its parent has advanced.
  convenience init(parent: DecodingContext, level: Int) {
    self.init(parent.memory, .keys(parent.codingPath(level: level)), isNested: true)
  }

  /// Creates a context for the item at an offset whose path is not known.
  convenience init(itemAt offset: Int, of context: DecodingContext) {
    self.init(context.memory, .item(offset), isNested: true)
  }

  /// Returns a context for decoding the item at an offset whose path is not known.
  ///
  /// Every call returns the same context, so only one item may use it at a time.
  func walker(at offset: Int) -> DecodingContext {
    if let walker = unsafe hot.pointee.walker {
      unsafe walker.hot.pointee.base = .item(offset)
      return walker
    }
    let walker = DecodingContext(memory, .item(offset), isNested: false)
    unsafe hot.pointee.walker = walker
    return walker
  }

  /// Sets the key that the container at a level is reading.
  func setKey(_ key: some CodingKey, level: Int) {
    let count = unsafe hot.pointee.places.count
    if level < count {
      unsafe hot.pointee.places[level].key = key
    } else if level == count {
      unsafe hot.pointee.places.append(Place(key: key))
    }
  }

  /// Sets the index that the container at a level is reading.
  @inline(__always)
  func setIndex(_ index: Int, level: Int) {
    let count = unsafe hot.pointee.places.count
    if level < count {
      if unsafe hot.pointee.places[level].key != nil { unsafe hot.pointee.places[level].key = nil }
      unsafe hot.pointee.places[level].index = index
    } else if level == count {
      unsafe hot.pointee.places.append(Place(index: index))
    }
  }

  /// Returns the coding path of an item inside `level` containers.
  ///
  /// The path is built only on request, since most messages never need one.
  func codingPath(level: Int) -> [any CodingKey] {
    let keys = unsafe hot.pointee.places.prefix(max(level, 0)).map { $0.key ?? CodingPathKey(index: $0.index) }
    switch unsafe hot.pointee.base {
    case .keys(let base): return base + keys
    case .item(let offset): return message.path(to: offset) + keys
    }
  }

  var maps: [MapLevel] {
    @inline(__always) _read { yield unsafe hot.pointee.maps }
    @inline(__always) _modify { yield unsafe &hot.pointee.maps }
  }

  /// Removes the state of the decoded message.
  func clear() {
    while unsafe !hot.pointee.places.isEmpty { unsafe hot.pointee.places.removeLast() }
    let excess = unsafe hot.pointee.maps.count - Self.mostMaps
    if excess > 0 { unsafe hot.pointee.maps.removeLast(excess) }
    for map in unsafe hot.pointee.maps { map.reader.forgetIndex() }
    unsafe hot.pointee.walker?.clear()
  }

  private static let mostMaps = 16
}
