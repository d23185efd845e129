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
//  - `frames` holds one frame for every `encode(to:)` that runs, the innermost last. Only that one accepts
//    writes; any other is told apart by level and serial number, and refuses with an error.
//  - `splices` is sorted by offset, and no offset is past `output.count`.
//  - `entries` holds the pairs of all open maps, each frame's from its `firstEntry` on.

/// The bytes and the open containers of one encode call, or of one nested container.
///
/// Used by one thread at a time, as encoders are.
@safe final class EncodingStorage {
  private(set) var options: CBOREncoder.Options

  /// What is written to all the time.
  ///
  /// It lies behind a pointer, since every access to a class's variable is checked for another one at the same time,
  /// which costs more than writing a number.
  private struct Hot: ~Copyable {
    var output = OutputBuffer()
    var frames: [EncodingFrame] = []
    var entries: [Entry] = []
    var splices: [Splice] = []
    /// Find earlier pairs of the maps that have many, by the serial numbers of their frames.
    var keyIndexes: [Int: EncodedKeyIndex] = [:]
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

  /// Weak, as the parent holds its nested storages in its splices.
  private weak var parent: EncodingStorage?
  private let basePath: [any CodingKey]
  private let baseDepth: Int
  private let baseLevels: Int
  private var lastSerial = 0
  /// Whether a nested storage has this one as its parent, and may outlive the call.
  private(set) var isShared = false
  private var failure: EncodingError?

  /// One pair of an open map.
  struct Entry {
    var keyStart: Int
    var valueStart: Int
    /// The key's last bytes and its length, to tell it from others without looking at all of it.
    let suffix: UInt64
  }

  /// The place of a nested container's bytes.
  struct Splice {
    var offset: Int
    let storage: EncodingStorage
    /// Whether it came from `nestedContainer`, so that asking for the key again gives it again.
    let isContainer: Bool
  }

  init(options: CBOREncoder.Options) {
    self.options = options
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
    parent = nil
    basePath = []
    baseDepth = 0
    baseLevels = 0
  }

  /// A nested container's storage, in the frame of `parent` at `level`.
  init(parent: EncodingStorage, level: Int, key: any CodingKey, content: EncodingFrame.Content) {
    options = parent.options
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
    self.parent = parent
    parent.isShared = true
    basePath = parent.codingPath(level: level) + [key]
    baseDepth = level < parent.frames.count ? parent.frames[level].depth : parent.baseDepth
    baseLevels = parent.baseLevels + parent.frames.count
    pushFrame()
    open(content)
  }

  /// Begins with another message.
  ///
  /// Only for a storage that is clear.
  func begin(_ options: CBOREncoder.Options) {
    self.options = options
  }

  /// Forgets the message.
  ///
  /// The serial numbers go on, so that what belonged to it is not taken for the next one's.
  func clear() {
    output.truncate(to: 0)
    // Most are empty already, and asking is cheaper.
    if !frames.isEmpty { frames.removeAll(keepingCapacity: true) }
    if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
    if !splices.isEmpty { splices.removeAll() }
    if !keyIndexes.isEmpty { keyIndexes = [:] }
    if failure != nil { failure = nil }
    // What they hold is the caller's.
    if !options.isPlain { options = CBOREncoder.Options(CBOREncoder()) }
  }

  deinit {
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  // MARK: Frames

  /// How many `encode(to:)` calls may run inside each other.
  ///
  /// That is more than the depth, since a value may take a call and add no level to the message, as an
  /// optional does; but not so many more that a value that only wraps itself gets further than others.
  private var levelLimit: Int {
    let depth = options.limits.nestingDepth
    let (limit, overflow) = depth.addingReportingOverflow(depth / 2 + 16)
    return overflow ? .max : limit
  }

  var top: EncodingPosition {
    EncodingPosition(storage: self, level: frames.count - 1, serial: frames.last?.serial ?? 0)
  }

  func isTop(_ position: EncodingPosition) -> Bool {
    position.level == frames.count - 1 && frames[position.level].serial == position.serial
  }

  func pushFrame() {
    lastSerial += 1
    frames.append(
      EncodingFrame(serial: lastSerial, start: output.count, firstEntry: entries.count, depth: depth))
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
    case .nothing, .single:
      break
    }
  }

  /// Ends the top frame: patches its container's head, and writes an empty map if nothing was encoded.
  func popFrame() {
    guard let frame = frames.popLast() else { return }
    let growth: Int
    switch frame.content {
    case .single: growth = 0
    case .nothing:
      output.append(mapOf: 0)
      growth = 0
    case .map: growth = output.replaceHead(at: frame.start, mapOf: frame.count)
    case .array: growth = output.replaceHead(at: frame.start, arrayOf: frame.count)
    }
    // One by one: to take away a range costs more than the few that there are.
    while entries.count > frame.firstEntry { entries.removeLast() }
    if !keyIndexes.isEmpty { keyIndexes[frame.serial] = nil }
    if growth > 0 { moveSplices(after: frame.start, by: growth) }
  }

  func moveSplices(after offset: Int, by distance: Int) {
    var index = splices.count
    while index > 0, splices[index - 1].offset > offset {
      index -= 1
      splices[index].offset += distance
    }
  }

  // MARK: Undoing

  /// A moment to return to when a value throws half-way and its parent goes on.
  struct Mark {
    let size: Int
    let frames: Int
    let entries: Int
    let splices: Int
  }

  var mark: Mark {
    Mark(size: output.count, frames: frames.count, entries: entries.count, splices: splices.count)
  }

  func rollBack(to mark: Mark) {
    output.truncate(to: mark.size)
    frames.removeSubrange(mark.frames...)
    entries.removeSubrange(mark.entries...)
    splices.removeSubrange(mark.splices...)
  }

  // MARK: The whole message

  /// Writes `value` as the message's one item.
  func encodeRoot<Value: Encodable>(_ value: Value) throws {
    let wrote = try encodeItem(value)
    if let failure { throw failure }
    guard wrote else {
      let context = EncodingError.Context(
        codingPath: [], debugDescription: "Top-level \(Value.self) did not encode any values.")
      throw EncodingError.invalidValue(value, context)
    }
  }

  /// Gives the message away, nested containers at their places.
  ///
  /// Nothing that is written after it counts.
  func takeMessage() -> OutputBuffer {
    var message = OutputBuffer(capacity: splices.isEmpty ? 0 : output.count * 2)
    if splices.isEmpty { swap(&message, &output) } else { join(into: &message) }
    return message
  }

  private func join(into joined: inout OutputBuffer) {
    while !frames.isEmpty { popFrame() }
    var position = 0
    for splice in splices {
      joined.append(position..<splice.offset, of: output)
      position = splice.offset
      splice.storage.join(into: &joined)
    }
    joined.append(position..<output.count, of: output)
  }

  // MARK: Paths and errors

  func codingPath(level: Int) -> [any CodingKey] {
    basePath + frames.prefix(max(level, 0)).compactMap(\.pathKey)
  }

  /// Keeps the first error found where the `Encoder` protocol lets nothing be thrown.
  func fail(_ error: EncodingError) {
    if let parent { return parent.fail(error) }
    failure = failure ?? error
  }

  func error(_ description: String, value: Any = (), path: [any CodingKey]) -> EncodingError {
    EncodingError.invalidValue(value, .init(codingPath: path, debugDescription: description))
  }

  /// Throws if `extra` more levels than the top frame's are too deep for the message.
  func checkDepth(adding extra: Int = 0) throws {
    try checkDepth(depth + extra)
  }

  /// How many arrays, maps and tags stand around what is written next.
  var depth: Int { frames.last?.depth ?? baseDepth }

  func checkDepth(_ depth: Int) throws {
    guard depth > options.limits.nestingDepth else { return }
    throw error(
      "\(depth) arrays, maps and tags around a value; the limit is \(options.limits.nestingDepth).",
      path: codingPath(level: frames.count))
  }

  func checkLevels() throws {
    guard baseLevels + frames.count > levelLimit else { return }
    throw error(
      "More than \(levelLimit) values inside each other; does a value contain itself?",
      path: codingPath(level: frames.count))
  }
}
