/// What the decoders and containers of one message share, or those of one nested container: the message, and
/// the path to where decoding is.
@safe @usableFromInline
final class DecodingContext {
  let message: DecodingMessage
  private let memory: DecodingMemory
  let isNested: Bool

  /// The path of what is in no container of the context.
  private enum Base {
    case keys([any CodingKey])
    /// That of the item at an offset, which is found when it is asked for.
    case item(Int)
  }

  /// Where a container reads: at a key, or else at an index.
  private struct Place {
    var key: (any CodingKey)?
    var index = 0
  }

  /// What changes with each container, behind a pointer for the same reason as in ``DecodingMessage``.
  private struct Hot {
    var base: Base
    /// The places of the containers that are being decoded, outermost first.
    var places: [Place] = []
    /// What the last map at each level was read with.
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

  /// Creates a context of its own for a nested container, which may be read from after its parent went on.
  convenience init(parent: DecodingContext, level: Int) {
    self.init(parent.memory, .keys(parent.codingPath(level: level)), isNested: true)
  }

  /// Creates a context for the item at an offset, whose path is not known.
  convenience init(itemAt offset: Int, of context: DecodingContext) {
    self.init(context.memory, .item(offset), isNested: true)
  }

  /// The context for reading the item at an offset, whose path is not known.
  ///
  /// Only one is in use at a time.
  func walker(at offset: Int) -> DecodingContext {
    if let walker = unsafe hot.pointee.walker {
      unsafe walker.hot.pointee.base = .item(offset)
      return walker
    }
    let walker = DecodingContext(memory, .item(offset), isNested: false)
    unsafe hot.pointee.walker = walker
    return walker
  }

  /// Sets the key that a container at a level reads at.
  func setKey(_ key: some CodingKey, level: Int) {
    let count = unsafe hot.pointee.places.count
    if level < count {
      unsafe hot.pointee.places[level].key = key
    } else if level == count {
      unsafe hot.pointee.places.append(Place(key: key))
    }
  }

  /// Sets the index that a container at a level reads at.
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

  /// The path of what is inside `level` containers.
  ///
  /// Built only when somebody asks.
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

  /// Forgets what was decoded.
  func clear() {
    while unsafe !hot.pointee.places.isEmpty { unsafe hot.pointee.places.removeLast() }
    let excess = unsafe hot.pointee.maps.count - Self.mostMaps
    if excess > 0 { unsafe hot.pointee.maps.removeLast(excess) }
    for map in unsafe hot.pointee.maps { map.reader.forgetIndex() }
    unsafe hot.pointee.walker?.clear()
  }

  private static let mostMaps = 16
}
