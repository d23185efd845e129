// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The state that the decoders and containers of one message, or of one nested container, share: the message, and the
/// coding path of the current item.
@safe @usableFromInline
final class DecodingContext {
  let message: DecodingMessage
  private let memory: DecodingMemory
  let isNested: Bool
  /// The context that the base refers to, unless that context owns this one.
  private let outer: DecodingContext?

  /// The coding path of the context's outermost item; computed on access, since most paths are never asked for.
  @safe private enum Base {
    case keys([any CodingKey])
    /// The path of the item at an offset, which is in the value that another context's reader reads.
    case item(Int, Unmanaged<DecodingContext>)
    /// The path of another context's item, and the keys in it.
    case nested(Unmanaged<DecodingContext>, [any CodingKey])
  }

  /// The key, or else the index, that a container is reading.
  private struct Place {
    var key: (any CodingKey)?
    var index = 0
  }

  /// The state that changes with each container.
  ///
  /// It is behind a pointer, since each access to a variable of a class is checked for exclusivity.
  private struct State {
    var base: Base
    /// The positions in the containers that are being decoded, outermost first.
    var places: [Place] = []
    /// The reader and container of the last map at each level.
    var maps: [MapLevel] = []
    var walker: DecodingContext?
    /// The walk through the value that the context's last reader reads, and the number of containers around it.
    var walk = PathWalk()
    var readerLevel = 0
  }

  private let state: UnsafeMutablePointer<State>

  private init(_ memory: DecodingMemory, _ base: Base, isNested: Bool, outer: DecodingContext? = nil) {
    self.memory = memory
    self.outer = outer
    message = memory.message
    self.isNested = isNested
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(base: base))
    if isNested { message.nested += 1 }
  }

  deinit {
    if isNested { message.nested -= 1 }
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  convenience init(path: [any CodingKey] = []) { self.init(DecodingMemory(), .keys(path), isNested: false) }

  /// Creates a separate context for a nested container, which may be read after its parent has advanced.
  convenience init(parent: DecodingContext, level: Int) {
    let keys = parent.keys(level: level)
    if case .keys(let base) = unsafe parent.state.pointee.base {
      self.init(parent.memory, .keys(base + keys), isNested: true)
    } else {
      self.init(parent.memory, unsafe .nested(.passUnretained(parent), keys), isNested: true, outer: parent)
    }
  }

  /// Creates a context for the item at an offset in the value that a context's reader reads.
  convenience init(itemAt offset: Int, of context: DecodingContext) {
    self.init(context.memory, unsafe .item(offset, .passUnretained(context)), isNested: true, outer: context)
  }

  /// Returns a context for decoding the item at an offset in the value that this context's reader reads.
  ///
  /// Every call returns the same context, so only one item may use it at a time.
  func walker(at offset: Int) -> DecodingContext {
    let base = unsafe Base.item(offset, .passUnretained(self))
    if let walker = unsafe state.pointee.walker {
      unsafe walker.state.pointee.base = base
      return walker
    }
    let walker = DecodingContext(memory, base, isNested: false)
    unsafe state.pointee.walker = walker
    return walker
  }

  /// Notes the value that a reader of this context is going to read.
  ///
  /// Only one reader of a context reads at a time.
  func beginReading(at offset: Int, level: Int) {
    unsafe state.pointee.walk.begin(at: offset)
    unsafe state.pointee.readerLevel = level
  }

  /// Returns a Boolean value that indicates whether the item at an offset is the whole value that the context's last
  /// reader reads.
  func isReading(at offset: Int) -> Bool { unsafe state.pointee.walk.start == offset }

  /// Sets the key that the container at a level is reading.
  func setKey(_ key: some CodingKey, level: Int) {
    let count = unsafe state.pointee.places.count
    if level < count {
      unsafe state.pointee.places[level].key = key
    } else if level == count {
      unsafe state.pointee.places.append(Place(key: key))
    }
  }

  /// Sets the index that the container at a level is reading.
  @inline(__always)
  func setIndex(_ index: Int, level: Int) {
    let count = unsafe state.pointee.places.count
    if level < count {
      if unsafe state.pointee.places[level].key != nil { unsafe state.pointee.places[level].key = nil }
      unsafe state.pointee.places[level].index = index
    } else if level == count {
      unsafe state.pointee.places.append(Place(index: index))
    }
  }

  /// Returns the coding path of an item inside `level` containers.
  func codingPath(level: Int) -> [any CodingKey] { base() + keys(level: level) }

  private func keys(level: Int) -> [any CodingKey] {
    unsafe state.pointee.places.prefix(max(level, 0)).map { $0.key ?? CodingPathKey(index: $0.index) }
  }

  /// Returns the coding path of the context's outermost item, and keeps it.
  ///
  /// A context for an item in another's value has to be asked before that value ends, or not at all.
  @discardableResult
  func base() -> [any CodingKey] {
    let keys: [any CodingKey]
    switch unsafe state.pointee.base {
    case .keys(let base): return base
    case .item(let offset, let outer): keys = unsafe outer.takeUnretainedValue().path(to: offset)
    case .nested(let outer, let inner): keys = unsafe outer.takeUnretainedValue().base() + inner
    }
    unsafe state.pointee.base = .keys(keys)
    return keys
  }

  /// Returns the coding path of the item at an offset in the value that the context's reader reads.
  private func path(to offset: Int) -> [any CodingKey] {
    // Steps over long items need the scan. If it fails, its error is reported, without a path.
    try? message.scan()
    let keys = unsafe state.pointee.walk.keys(to: offset, in: message.input) { offset in
      try? self.message.end(ofItemAt: offset)
    }
    return unsafe codingPath(level: state.pointee.readerLevel) + keys
  }

  var maps: [MapLevel] {
    @inline(__always) _read { yield unsafe state.pointee.maps }
    @inline(__always) _modify { yield unsafe &state.pointee.maps }
  }

  /// Removes the state of the decoded message.
  func clear() {
    while unsafe !state.pointee.places.isEmpty { unsafe state.pointee.places.removeLast() }
    let excess = unsafe state.pointee.maps.count - Self.maximumMapCount
    if excess > 0 { unsafe state.pointee.maps.removeLast(excess) }
    for map in unsafe state.pointee.maps { map.reader.forgetIndex() }
    unsafe state.pointee.walk.begin(at: 0)
    guard let walker = unsafe state.pointee.walker else { return }
    unsafe walker.state.pointee.base = .keys([])
    walker.clear()
  }

  private static let maximumMapCount = 16
}
