// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How nested `encode(to:)` calls become one run of bytes.
//
// A container does not know how many elements it will get. It opens with a one-byte head, and the count is patched when
// the value that owns it ends. `{"a": [1, 2]}` is encoded in these steps:
//
//   open the map       a0
//   key                a0 61 61
//   open the array     a0 61 61 80
//   elements           a0 61 61 80 01 02
//   close the array    a0 61 61 82 01 02        count 2
//   close the map      a1 61 61 82 01 02        count 1
//
// Only a count of 24 or more needs a longer head, and moves the container's content once.
//
// The containers from `nestedContainer` and `superEncoder` have no such end: they may be written to together with their
// siblings, or later. Each of them has a storage of its own, and a splice in its parent records where its bytes are
// inserted when the message is assembled.
//
// Invariants
//  - `frames` holds one frame for every running `encode(to:)`, the innermost last, except that a value in a
//    single-value container shares the frame of its parent, under another serial number. Only the last frame accepts
//    writes. A write to any other, recognized by its level and serial number, throws an error.
//  - `splices` is sorted by offset, and no offset exceeds `output.count`.
//  - `entries` holds the pairs of all open maps, each frame's from its `firstEntry` on. A pair that a later one with
//    the same key replaces is removed when the map ends.

/// The bytes and the open containers of one encode call, or of one nested container.
///
/// Not thread-safe: used by one thread at a time, like an encoder.
@safe @usableFromInline
final class EncodingStorage {
  let session: EncodingSession

  /// The state that every write changes.
  ///
  /// It is behind a pointer, since each access to a variable of a class is checked for exclusivity.
  private struct State: ~Copyable {
    var output = OutputBuffer.empty
    var frames: [EncodingFrame] = []
    var entries: [Entry] = []
    var splices: [Splice] = []
    /// The key indexes of the maps with many pairs, by the serial numbers of their frames.
    var keyIndexes: [Int: EncodedKeyIndex] = [:]
    /// The walks that find coding paths in values that encode without containers, by the serial numbers of frames.
    var walks: [Int: PathWalk] = [:]
    /// The number of nested `encode(to:)` calls that are running.
    var levels: Int
  }

  private let state: UnsafeMutablePointer<State>

  var output: OutputBuffer {
    @inline(__always) _read { yield unsafe state.pointee.output }
    @inline(__always) _modify { yield unsafe &state.pointee.output }
  }
  var frames: [EncodingFrame] {
    @inline(__always) _read { yield unsafe state.pointee.frames }
    @inline(__always) _modify { yield unsafe &state.pointee.frames }
  }
  var entries: [Entry] {
    @inline(__always) _read { yield unsafe state.pointee.entries }
    @inline(__always) _modify { yield unsafe &state.pointee.entries }
  }
  var splices: [Splice] {
    @inline(__always) _read { yield unsafe state.pointee.splices }
    @inline(__always) _modify { yield unsafe &state.pointee.splices }
  }
  var keyIndexes: [Int: EncodedKeyIndex] {
    @inline(__always) _read { yield unsafe state.pointee.keyIndexes }
    @inline(__always) _modify { yield unsafe &state.pointee.keyIndexes }
  }
  var walks: [Int: PathWalk] {
    @inline(__always) _read { yield unsafe state.pointee.walks }
    @inline(__always) _modify { yield unsafe &state.pointee.walks }
  }
  var levels: Int {
    @inline(__always) _read { yield unsafe state.pointee.levels }
    @inline(__always) _modify { yield unsafe &state.pointee.levels }
  }

  /// The coding path of a nested container: its parent's path, and its key there.
  private let base: (path: [any CodingKey], key: any CodingKey)?
  private let baseDepth: Int

  /// One pair of an open map.
  struct Entry {
    let keyStart: Int
    let valueStart: Int
    /// The key's last bytes and its length, a cheap first comparison with other keys.
    let suffix: UInt64
    /// A Boolean value that indicates whether a later pair has the same key.
    var isReplaced = false
  }

  init(options: CBOREncoder.Options) {
    session = EncodingSession(options)
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(levels: 0))
    base = nil
    baseDepth = 0
  }

  /// Creates the storage of a container nested in the frame of `parent` at `level`.
  init(parent: EncodingStorage, level: Int, key: any CodingKey, content: EncodingFrame.Content) {
    session = parent.session
    session.nested += 1
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(levels: parent.levels))
    // Beyond the nesting limit, where nothing can be written, paths would grow without bound.
    let isTooDeep = parent.baseDepth > session.options.limits.nestingDepth
    base = isTooDeep ? parent.base : (parent.sharedPath(level: level), key)
    baseDepth = level < parent.frames.count ? parent.frames[level].depth : parent.baseDepth
    pushFrame()
    open(content)
  }

  deinit {
    if base != nil { session.nested -= 1 }
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  var options: CBOREncoder.Options {
    @inline(__always) _read { yield session.options }
  }

  /// Removes the message.
  ///
  /// Serial numbers continue, so that positions in the old message are not valid in the next one.
  func clear() {
    output.truncate(to: 0)
    levels = 0
    // Usually they are empty already, and checking is cheaper.
    if !frames.isEmpty { frames.removeAll(keepingCapacity: true) }
    if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
    if !splices.isEmpty { splices.removeAll() }
    if !keyIndexes.isEmpty { keyIndexes = [:] }
    if !walks.isEmpty { walks = [:] }
    if session.failure != nil { session.failure = nil }
    // The options hold values of the caller.
    if !options.isPlain { session.options = CBOREncoder.Options(CBOREncoder()) }
  }

  // MARK: Frames

  var top: EncodingPosition {
    EncodingPosition(storage: self, level: frames.count - 1, serial: frames.last?.serial ?? 0)
  }

  /// The position of a nested container itself.
  var root: EncodingPosition {
    EncodingPosition(storage: self, level: 0, serial: frames.first?.serial ?? 0)
  }

  func isTop(_ position: EncodingPosition) -> Bool {
    position.level == frames.count - 1 && frames[position.level].serial == position.serial
  }

  func pushFrame() {
    frames.append(
      EncodingFrame(serial: session.nextSerial(), start: output.count, firstEntry: entries.count, depth: depth))
  }

  /// Opens a container for the value of the top frame.
  func open(_ content: EncodingFrame.Content) {
    let top = frames.count - 1
    frames[top].content = content
    switch content {
    case .map:
      output.append(mapOf: 0)
      frames[top].depth += 1
    case .array:
      output.append(arrayOf: 0)
      frames[top].depth += 1
    case .nothing, .single, .direct:
      break
    }
  }

  /// Ends the top frame: patches its container's head, or appends an empty map if nothing was encoded.
  func popFrame() {
    guard let frame = frames.popLast() else { return }
    if frame.replaced > 0 { removeReplacedEntries(of: frame) }
    let growth: Int
    switch frame.content {
    case .single, .direct: growth = 0
    case .nothing:
      output.append(mapOf: 0)
      growth = 0
    case .map: growth = output.replaceHead(at: frame.start, mapOf: frame.count)
    case .array:
      growth = output.replaceHead(at: frame.start, arrayOf: frame.count)
      if let stride = frame.collection.stride, options.deterministic { markUnordered(at: frame.start, stride) }
    }
    // Removing them one by one is faster than removing a range, since there are few.
    while entries.count > frame.firstEntry { entries.removeLast() }
    forget(frame)
    if growth > 0 { moveSplices(after: frame.start, by: growth) }
  }

  /// Forgets what is kept by the serial number of a frame that has ended, or starts again.
  func forget(_ frame: EncodingFrame) {
    if !keyIndexes.isEmpty { keyIndexes[frame.serial] = nil }
    if !walks.isEmpty { walks[frame.serial] = nil }
  }

  // MARK: Undoing

  /// A state to roll back to if a value throws partway and its parent continues.
  struct Mark {
    let size: Int
    let frames: Int
    let entries: Int
    let splices: Int
    let levels: Int
  }

  var mark: Mark {
    Mark(
      size: output.count, frames: frames.count, entries: entries.count, splices: splices.count, levels: levels)
  }

  func rollBack(to mark: Mark) {
    output.truncate(to: mark.size)
    while frames.count > mark.frames { forget(frames.removeLast()) }
    entries.removeSubrange(mark.entries...)
    splices.removeSubrange(mark.splices...)
    levels = mark.levels
  }

  // MARK: Depth

  /// The number of arrays, maps and tags around the next item.
  var depth: Int { frames.last?.depth ?? baseDepth }

  /// Throws an error if `extra` levels below the top frame's exceed the nesting limit.
  func checkDepth(adding extra: Int = 0) throws {
    try checkDepth(depth + extra)
  }

  func checkDepth(_ depth: Int) throws {
    guard depth > options.limits.nestingDepth else { return }
    throw error(
      "\(depth) arrays, maps and tags around a value; the limit is \(options.limits.nestingDepth).",
      path: codingPath(level: frames.count))
  }

  func checkLevels() throws {
    guard levels > options.levelLimit else { return }
    throw error(
      "More than \(options.levelLimit) values inside each other; does a value contain itself?",
      path: codingPath(level: frames.count))
  }

  // MARK: Paths and errors

  func codingPath(level: Int) -> [any CodingKey] {
    var path = base.map { $0.path + [$0.key] } ?? []
    for (level, frame) in frames.prefix(max(level, 0)).enumerated() {
      switch frame.content {
      case .map: if let key = frame.key { path.append(key) }
      case .array: path.append(CodingPathKey(index: frame.count))
      case .direct: path += directPath(level: level)
      case .nothing, .single: break
      }
    }
    return path
  }

  /// Returns the coding path of a frame's value, which all containers nested in it share.
  private func sharedPath(level: Int) -> [any CodingKey] {
    guard level < frames.count else { return codingPath(level: level) }
    if let path = frames[level].path { return path }
    let path = codingPath(level: level)
    frames[level].path = path
    return path
  }

  /// Records the first error from a place where the `Encoder` protocol does not allow throwing.
  func fail(_ error: EncodingError) {
    if session.failure == nil { session.failure = error }
  }

  func error(_ description: String, value: Any = (), path: [any CodingKey]) -> EncodingError {
    EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: description))
  }
}
