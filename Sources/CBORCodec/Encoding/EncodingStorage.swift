// How nested `encode(to:)` calls become one run of bytes.
//
// A container doesn't know how many elements it will get. It opens with a one-byte head whose count is
// patched when the value that owns it is finished. `{"a": [1, 2]}` is written so:
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
// `nestedContainer` and `superEncoder` give containers that have no such end: they may be written to while
// their siblings are, or later. Each has a storage of its own, and its parent keeps the place (a splice)
// where its bytes go when the message is put together.
//
// Invariants
//  - `frames` holds one frame for every `encode(to:)` that runs, the innermost last; but a value in a single-value
//    container shares that one's frame. Only the last frame accepts writes; any other is told apart by level and serial
//    number, and refuses with an error.
//  - `splices` is sorted by offset, and no offset is past `output.count`.
//  - `entries` holds the pairs of all open maps, each frame's from its `firstEntry` on. A pair that a later one with its
//    key replaces is taken out when the map is finished.

/// The bytes and the open containers of one encode call, or of one nested container.
///
/// Used by one thread at a time, as encoders are.
@safe @usableFromInline
final class EncodingStorage {
  let session: EncodingSession

  /// What is written to all the time.
  ///
  /// It lies behind a pointer for the same reason as in ``EncodingSession``.
  private struct Hot: ~Copyable {
    var output = OutputBuffer.empty
    var frames: [EncodingFrame] = []
    var entries: [Entry] = []
    var splices: [Splice] = []
    /// Find earlier pairs of the maps that have many, by the serial numbers of their frames.
    var keyIndexes: [Int: EncodedKeyIndex] = [:]
    /// How many values are being written inside each other.
    var levels: Int
  }

  private let hot: UnsafeMutablePointer<Hot>

  var output: OutputBuffer {
    @inline(__always) _read { yield unsafe hot.pointee.output }
    @inline(__always) _modify { yield unsafe &hot.pointee.output }
  }
  var frames: [EncodingFrame] {
    @inline(__always) _read { yield unsafe hot.pointee.frames }
    @inline(__always) _modify { yield unsafe &hot.pointee.frames }
  }
  var entries: [Entry] {
    @inline(__always) _read { yield unsafe hot.pointee.entries }
    @inline(__always) _modify { yield unsafe &hot.pointee.entries }
  }
  var splices: [Splice] {
    @inline(__always) _read { yield unsafe hot.pointee.splices }
    @inline(__always) _modify { yield unsafe &hot.pointee.splices }
  }
  var keyIndexes: [Int: EncodedKeyIndex] {
    @inline(__always) _read { yield unsafe hot.pointee.keyIndexes }
    @inline(__always) _modify { yield unsafe &hot.pointee.keyIndexes }
  }
  var levels: Int {
    @inline(__always) _read { yield unsafe hot.pointee.levels }
    @inline(__always) _modify { yield unsafe &hot.pointee.levels }
  }

  /// The path of a nested container: its parent's, and its key there.
  private let base: (path: [any CodingKey], key: any CodingKey)?
  private let baseDepth: Int

  /// One pair of an open map.
  struct Entry {
    let keyStart: Int
    let valueStart: Int
    /// The key's last bytes and its length, to tell it from others without looking at all of it.
    let suffix: UInt64
    /// Whether a later pair has its key.
    var isReplaced = false
  }

  init(options: CBOREncoder.Options) {
    session = EncodingSession(options)
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot(levels: 0))
    base = nil
    baseDepth = 0
  }

  /// A nested container's storage, in the frame of `parent` at `level`.
  init(parent: EncodingStorage, level: Int, key: any CodingKey, content: EncodingFrame.Content) {
    session = parent.session
    session.nested += 1
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot(levels: parent.levels))
    base = (parent.sharedPath(level: level), key)
    baseDepth = level < parent.frames.count ? parent.frames[level].depth : parent.baseDepth
    pushFrame()
    open(content)
  }

  deinit {
    if base != nil { session.nested -= 1 }
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  var options: CBOREncoder.Options {
    @inline(__always) _read { yield session.options }
  }

  /// Forgets the message.
  ///
  /// The serial numbers go on, so that what belonged to it is not taken for the next one's.
  func clear() {
    output.truncate(to: 0)
    levels = 0
    // Most are empty already, and asking is cheaper.
    if !frames.isEmpty { frames.removeAll(keepingCapacity: true) }
    if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
    if !splices.isEmpty { splices.removeAll() }
    if !keyIndexes.isEmpty { keyIndexes = [:] }
    if session.failure != nil { session.failure = nil }
    // What they hold is the caller's.
    if !options.isPlain { session.options = CBOREncoder.Options(CBOREncoder()) }
  }

  // MARK: Frames

  var top: EncodingPosition {
    EncodingPosition(storage: self, level: frames.count - 1, serial: frames.last?.serial ?? 0)
  }

  func isTop(_ position: EncodingPosition) -> Bool {
    position.level == frames.count - 1 && frames[position.level].serial == position.serial
  }

  func pushFrame() {
    frames.append(
      EncodingFrame(serial: session.nextSerial(), start: output.count, firstEntry: entries.count, depth: depth))
  }

  /// Starts the container of the top frame.
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

  /// Ends the top frame: patches its container's head, and writes an empty map if nothing was encoded.
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
    // One by one: to take away a range costs more than the few that there are.
    while entries.count > frame.firstEntry { entries.removeLast() }
    if !keyIndexes.isEmpty { keyIndexes[frame.serial] = nil }
    if growth > 0 { moveSplices(after: frame.start, by: growth) }
  }

  // MARK: Undoing

  /// A moment to return to when a value throws half-way and its parent goes on.
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
    frames.removeSubrange(mark.frames...)
    entries.removeSubrange(mark.entries...)
    splices.removeSubrange(mark.splices...)
    levels = mark.levels
  }

  // MARK: Depth

  /// How many arrays, maps and tags stand around what is written next.
  var depth: Int { frames.last?.depth ?? baseDepth }

  /// Throws if `extra` more levels than the top frame's are too deep for the message.
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
    for frame in frames.prefix(max(level, 0)) {
      switch frame.content {
      case .map: if let key = frame.key { path.append(key) }
      case .array: path.append(CodingPathKey(index: frame.count))
      case .direct: path += directPath(of: frame)
      case .nothing, .single: break
      }
    }
    return path
  }

  /// The path of the value of a frame, which all containers nested in it share.
  private func sharedPath(level: Int) -> [any CodingKey] {
    guard level < frames.count else { return codingPath(level: level) }
    if let path = frames[level].path { return path }
    let path = codingPath(level: level)
    frames[level].path = path
    return path
  }

  /// Keeps the first error found where the `Encoder` protocol lets nothing be thrown.
  func fail(_ error: EncodingError) {
    if session.failure == nil { session.failure = error }
  }

  func error(_ description: String, value: Any = (), path: [any CodingKey]) -> EncodingError {
    EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: description))
  }
}
