// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A message is decoded in one of two modes, and changes from the first to the second at most once.
//
//  - Sequentially: the cursor reads each item in place, and each is the next item in the message. The bytes before the
//    cursor are well-formed; nothing is known about the rest.
//  - By offset: the whole message has been scanned, so items can be read in any order, and skipped.
//
// The message is scanned if an item is read that is not at the cursor, if a container is read again, or for anything
// that the cursor does not support (tags, indefinite lengths, …). It is also scanned at the end, unless the cursor is
// there and no item is pending. So a message that was read sequentially is as well-formed and within the limits as one
// that was scanned.

/// A message while it is decoded: its bytes, the position reached, and the decoder's options.
///
/// Not thread-safe: used by one thread at a time, like a decoder. It is a pointer and not a class, since accesses to a
/// class's stored properties are checked for exclusivity, and uses of its reference are counted, which costs as much as
/// decoding a number. A ``DecodingMemory`` owns the memory.
@safe @usableFromInline
struct DecodingMessage: BitwiseCopyable {
  @safe private struct State {
    var input = InputBuffer.empty
    var start = unsafe InputBuffer.emptyAddress
    var cursor = unsafe ItemCursor(at: InputBuffer.emptyAddress, end: InputBuffer.emptyAddress, pending: 0)
    /// A Boolean value that indicates whether the cursor is in use; otherwise items are read by offset.
    var isSequential = false
    var isMalformed = false
    var isScanned = false
    /// The serial number of the container that the cursor is in.
    var owner = 0
    /// The number of arrays, maps and tags that may still be opened at the cursor.
    var depthLeft = 0
    /// The number of values that may still be decoded inside each other, whether or not they add to the depth.
    var levelsLeft = 0
    /// The size of the memory that collections reserved before their elements were read, in bytes.
    var reserved = 0
    var lastSerial = 0
    var failure: CBORError?
    var extents = ExtentTable()
    var options = CBORDecoder.Options(CBORDecoder())
    /// The scan's arrays, empty between scans.
    var frames: [ScanFrame] = []
    var keys: [ScannedKey] = []
    /// The numbers of items in containers of indefinite length, by the offsets of their first items.
    var counts: [Int: Int] = [:]
    /// The offsets of the large maps for which a reader built an index; and the indexes, by the offsets of the maps,
    /// that a second reader built.
    var indexedMaps: Set<Int> = []
    var indexes: [Int: MapIndex] = [:]
    /// The end of the message's only item, once it is known.
    var end = 0
    /// The offsets of the maps for which a keyed container was opened, and of the keys that were requested, if unknown
    /// keys are errors.
    var openedMaps: Set<Int> = []
    var requestedKeys: Set<Int> = []
    /// The number of contexts of nested containers, which may outlive the call.
    var nested = 0
  }

  private let state: UnsafeMutablePointer<State>

  var options: CBORDecoder.Options {
    @inline(__always) _read { yield unsafe state.pointee.options }
  }

  /// Allocates the memory of the message.
  init() {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State())
  }

  /// Deallocates the memory of the message.
  func deallocate() {
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  var nested: Int {
    get { unsafe state.pointee.nested }
    nonmutating set { unsafe state.pointee.nested = newValue }
  }

  var input: InputBuffer { unsafe state.pointee.input }

  // MARK: Beginning and ending

  /// Begins a message that has not been read.
  func begin(_ input: InputBuffer, options: CBORDecoder.Options) {
    begin(
      input, options: options, at: input.cursor, depthLeft: options.limits.nestingDepth,
      levelsLeft: options.limits.levelLimit)
  }

  /// Begins a message that has been scanned elsewhere.
  func begin(scanned input: InputBuffer) {
    begin(input, options: CBORDecoder.Options(CBORDecoder()))
    unsafe state.pointee.isSequential = false
    unsafe state.pointee.isScanned = true
  }

  /// Begins a message that has been read up to a cursor.
  func begin(
    _ input: InputBuffer, options: CBORDecoder.Options, at cursor: ItemCursor, depthLeft: Int, levelsLeft: Int
  ) {
    unsafe state.pointee.input = input
    unsafe state.pointee.start = input.start
    unsafe state.pointee.options = options
    unsafe state.pointee.cursor = cursor
    unsafe state.pointee.depthLeft = depthLeft
    unsafe state.pointee.levelsLeft = levelsLeft
    unsafe state.pointee.reserved = 0
    unsafe state.pointee.owner = 0
    if unsafe state.pointee.failure != nil { unsafe state.pointee.failure = nil }
    unsafe state.pointee.isMalformed = false
    unsafe state.pointee.isScanned = false
    unsafe state.pointee.isSequential = options.readsSequentially(input.count)
  }

  /// Drops the bytes when the decode call returns, so that a decoder that outlives the call reads nothing, instead of
  /// memory that may have been deallocated.
  func finish() {
    unsafe state.pointee.input = .empty
    unsafe state.pointee.start = InputBuffer.emptyAddress
    unsafe state.pointee.cursor = InputBuffer.empty.cursor
    unsafe (state.pointee.isSequential, state.pointee.isScanned) = (false, false)
    unsafe state.pointee.extents.removeAll()
    if unsafe !state.pointee.counts.isEmpty { unsafe state.pointee.counts = [:] }
    if unsafe !state.pointee.openedMaps.isEmpty {
      unsafe (state.pointee.openedMaps, state.pointee.requestedKeys) = ([], [])
    }
    if unsafe !state.pointee.indexedMaps.isEmpty {
      unsafe (state.pointee.indexedMaps, state.pointee.indexes) = ([], [:])
    }
    // The options hold values of the caller.
    if options.custom != nil { unsafe state.pointee.options = CBORDecoder.Options(CBORDecoder()) }
  }

  var openedMaps: Set<Int> {
    get { unsafe state.pointee.openedMaps }
    nonmutating _modify { yield unsafe &state.pointee.openedMaps }
  }

  var requestedKeys: Set<Int> {
    get { unsafe state.pointee.requestedKeys }
    nonmutating _modify { yield unsafe &state.pointee.requestedKeys }
  }

  /// Returns a Boolean value that indicates whether no nested context is left, and no array has a capacity above
  /// `maximumCapacity`.
  func isKeepable(_ maximumCapacity: Int) -> Bool {
    let capacity = unsafe max(
      state.pointee.extents.capacity, state.pointee.frames.capacity, state.pointee.keys.capacity)
    return nested == 0 && capacity <= maximumCapacity
  }

  /// Returns the number of items in a container of indefinite length, if it is cached.
  func knownCount(at offset: Int) -> Int? { unsafe state.pointee.counts[offset] }

  func remember(_ count: Int, at offset: Int) { unsafe state.pointee.counts[offset] = count }

  /// Returns the index of the map at an offset, if it is cached.
  func knownIndex(ofMapAt offset: Int) -> MapIndex? {
    unsafe state.pointee.indexes.isEmpty ? nil : state.pointee.indexes[offset]
  }

  /// Caches the index of a map, if it is not the first one that was built for it.
  ///
  /// Almost every map has one reader only, and its index need not be kept until the end of the call.
  func remember(_ index: MapIndex, ofMapAt offset: Int) {
    guard unsafe !state.pointee.indexedMaps.insert(offset).inserted else { return }
    unsafe state.pointee.indexes[offset] = index
  }

  /// Returns the end of the container at an offset, if the scan recorded it.
  func extentEnd(at offset: Int) -> Int? { unsafe state.pointee.extents.end(ofItemAt: offset) }

  /// Checks what has not been read sequentially.
  ///
  /// - Returns: The offset after the message's only item.
  /// - Throws: ``CBORError`` if the message is malformed; `DecodingError` for an unknown key, if those are errors.
  func complete() throws -> Int {
    if options.rejectsUnknownKeys { try checkKeys() }
    let isAtEnd = unsafe state.pointee.cursor.left == 0 || options.isPrefix
    if unsafe state.pointee.isSequential && state.pointee.cursor.pending == 0 && isAtEnd { return cursorOffset }
    try scan()
    return unsafe state.pointee.end
  }

  var isMalformed: Bool {
    @inline(__always) get { unsafe state.pointee.isMalformed }
  }

  /// A Boolean value that indicates whether a scan has found the whole message well-formed.
  var isScanned: Bool {
    @inline(__always) get { unsafe state.pointee.isScanned }
  }

  /// Scans the message, unless it is already scanned.
  ///
  /// Afterwards, items are read by offset.
  ///
  /// - Parameter keepsExtents: Whether the scan records the ends of long items, which only skipping needs.
  /// - Throws: ``CBORError`` if the message is malformed, on each call.
  @inline(__always)
  func scan(keepsExtents: Bool = true) throws(CBORError) {
    if isScanned { return }
    try scanNow(keepsExtents: keepsExtents)
  }

  @inline(never)
  private func scanNow(keepsExtents: Bool) throws(CBORError) {
    if let failure = unsafe state.pointee.failure { throw failure }
    unsafe state.pointee.isSequential = false
    var scan = WellFormednessScan(input, limits: options.limits)
    scan.keepsExtents = keepsExtents
    unsafe swap(&scan.extents, &state.pointee.extents)
    unsafe swap(&scan.frames, &state.pointee.frames)
    unsafe swap(&scan.keys, &state.pointee.keys)
    do throws(CBORError) {
      switch options.extent {
      case .message: try scan.run()
      case .prefix(let isCut): try scan.runPrefix(isCut: isCut)
      }
    } catch {
      unsafe state.pointee.failure = error
      unsafe state.pointee.isMalformed = true
      // Later calls read nothing, however often they are tried.
      unsafe state.pointee.input = .empty
      throw error
    }
    unsafe swap(&scan.extents, &state.pointee.extents)
    unsafe swap(&scan.frames, &state.pointee.frames)
    unsafe swap(&scan.keys, &state.pointee.keys)
    unsafe state.pointee.isScanned = true
    unsafe state.pointee.end = scan.offset
  }

  // MARK: Sequential reading

  /// The cursor, for sequential reading.
  var cursor: ItemCursor {
    @inline(__always) _read { yield unsafe state.pointee.cursor }
    @inline(__always) nonmutating _modify { yield unsafe &state.pointee.cursor }
  }

  var depthLeft: Int {
    get { unsafe state.pointee.depthLeft }
    nonmutating set { unsafe state.pointee.depthLeft = newValue }
  }

  var levelsLeft: Int {
    @inline(__always) get { unsafe state.pointee.levelsLeft }
    @inline(__always) nonmutating set { unsafe state.pointee.levelsLeft = newValue }
  }

  var reserved: Int {
    get { unsafe state.pointee.reserved }
    nonmutating set { unsafe state.pointee.reserved = newValue }
  }

  /// The offset of the item at the cursor.
  var cursorOffset: Int {
    @inline(__always) get { unsafe state.pointee.cursor.at - state.pointee.start }
  }

  var isSequential: Bool {
    @inline(__always) get { unsafe state.pointee.isSequential }
  }

  /// Returns a Boolean value that indicates whether the item at an offset is the next one in sequential reading.
  @inline(__always)
  func isSequential(at offset: Int) -> Bool {
    isSequential && cursorOffset == offset
  }

  /// The state before an item is read sequentially.
  struct Position {
    let pending: Int
    let depthLeft: Int
    let owner: Int
  }

  var position: Position {
    @inline(__always) get {
      unsafe Position(
        pending: state.pointee.cursor.pending, depthLeft: state.pointee.depthLeft, owner: state.pointee.owner)
    }
  }

  /// Moves the cursor to an item in the value that a reader reads, where it is in no container that was opened before.
  func move(to cursor: ItemCursor, depthLeft: Int) {
    unsafe state.pointee.cursor = cursor
    unsafe state.pointee.depthLeft = depthLeft
    unsafe state.pointee.lastSerial &+= 1
    unsafe state.pointee.owner = state.pointee.lastSerial
  }

  /// Restores the depth and the owner, for a reader that continues with a cursor of its own.
  func restore(_ position: Position) {
    unsafe state.pointee.depthLeft = position.depthLeft
    unsafe state.pointee.owner = position.owner
  }

  /// Makes the container that was just opened at the cursor the current one.
  ///
  /// - Returns: The container's serial number.
  @inline(__always)
  func enterContainer() -> Int {
    unsafe state.pointee.lastSerial &+= 1
    unsafe state.pointee.owner = state.pointee.lastSerial
    unsafe state.pointee.depthLeft -= 1
    return unsafe state.pointee.lastSerial
  }

  /// Returns a Boolean value that indicates whether the cursor is directly in a container, and not in one nested in it.
  @inline(__always)
  func isIn(_ serial: Int) -> Bool { unsafe state.pointee.isSequential && state.pointee.owner == serial }

  /// Ends an item that was read sequentially, completely or in part.
  ///
  /// - Throws: ``CBORError`` if a part of it is left, and the message is malformed.
  @inline(__always)
  func endItem(at offset: Int, _ position: Position) throws(CBORError) {
    guard isSequential else { return }
    if unsafe state.pointee.cursor.pending != position.pending &- 1 {
      // Decoding a `nil` optional only peeks at the item.
      guard unsafe state.pointee.cursor.pending == position.pending, cursorOffset == offset,
        unsafe state.pointee.cursor.null()
      else { return try scan() }
    }
    unsafe state.pointee.depthLeft = position.depthLeft
    unsafe state.pointee.owner = position.owner
  }
}
