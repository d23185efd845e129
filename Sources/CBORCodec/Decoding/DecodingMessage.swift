// A message is decoded in one of two modes, and changes from the first to the second at most once.
//
//  - Sequentially: the cursor reads each item in place, and each is the next item in the message. The bytes before the
//    cursor are well-formed; nothing is known about the rest.
//  - By offset: the whole message has been scanned, so items can be read in any order, and skipped.
//
// The message is scanned if an item is read that is not at the cursor, if a container is read again, or for anything
// that the cursor doesn't support (tags, indefinite lengths, …). It is also scanned at the end, unless the cursor is
// there and no item is pending. So a message that was read sequentially is as well-formed and within the limits as one
// that was scanned.

/// A message while it is decoded: its bytes, the position reached, and the decoder's options.
///
/// Not thread-safe: used by one thread at a time, like a decoder. It is a pointer and not a class, since accesses to a
/// class's stored properties are checked for exclusivity, and uses of its reference are counted, which costs as much as
/// decoding a number. A ``DecodingMemory`` owns the memory.
@safe @usableFromInline
struct DecodingMessage: BitwiseCopyable {
  @safe private struct Hot {
    var input = InputBuffer.empty
    var start = unsafe InputBuffer.nowhere
    var cursor = unsafe ItemCursor(at: InputBuffer.nowhere, end: InputBuffer.nowhere, pending: 0)
    /// A Boolean value that indicates whether the cursor is in use; otherwise items are read by offset.
    var isStraight = false
    var isMalformed = false
    var isScanned = false
    /// The serial number of the container that the cursor is in.
    var owner = 0
    /// The number of arrays, maps and tags that may still be opened at the cursor.
    var depthLeft = 0
    var lastSerial = 0
    var failure: CBORError?
    var extents = ExtentTable()
    var options = CBORDecoder.Options(CBORDecoder())
    /// The scan's arrays, empty between scans.
    var frames: [ScanFrame] = []
    var keys: [ScannedKey] = []
    /// The numbers of items in containers of indefinite length, by the offsets of their first items.
    var counts: [Int: Int] = [:]
    /// The end of the message's only item, once it is known.
    var end = 0
    /// The offsets of the maps for which a keyed container was opened, and of the keys that were requested, if unknown
    /// keys are errors.
    var openedMaps: Set<Int> = []
    var askedKeys: Set<Int> = []
    /// The number of contexts of nested containers, which may outlive the call.
    var nested = 0
  }

  private let hot: UnsafeMutablePointer<Hot>

  var options: CBORDecoder.Options {
    @inline(__always) _read { yield unsafe hot.pointee.options }
  }

  /// Allocates the memory of the message.
  init() {
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
  }

  /// Deallocates the memory of the message.
  func deallocate() {
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  var nested: Int {
    get { unsafe hot.pointee.nested }
    nonmutating set { unsafe hot.pointee.nested = newValue }
  }

  var input: InputBuffer { unsafe hot.pointee.input }

  // MARK: Beginning and ending

  /// Begins a message that has not been read.
  func begin(_ input: InputBuffer, _ options: CBORDecoder.Options) {
    begin(input, options, input.cursor, depthLeft: options.limits.nestingDepth)
  }

  /// Begins a message that has been scanned elsewhere.
  func begin(scanned input: InputBuffer) {
    begin(input, CBORDecoder.Options(CBORDecoder()))
    unsafe hot.pointee.isStraight = false
    unsafe hot.pointee.isScanned = true
  }

  /// Begins a message that has been read up to a cursor.
  func begin(_ input: InputBuffer, _ options: CBORDecoder.Options, _ cursor: ItemCursor, depthLeft: Int) {
    unsafe hot.pointee.input = input
    unsafe hot.pointee.start = input.start
    unsafe hot.pointee.options = options
    unsafe hot.pointee.cursor = cursor
    unsafe hot.pointee.depthLeft = depthLeft
    unsafe hot.pointee.owner = 0
    if unsafe hot.pointee.failure != nil { unsafe hot.pointee.failure = nil }
    unsafe hot.pointee.isMalformed = false
    unsafe hot.pointee.isScanned = false
    unsafe hot.pointee.isStraight = options.readsStraight(input.count)
  }

  /// Drops the bytes when the decode call returns, so that a decoder that outlives the call reads nothing, instead of
  /// memory that may have been deallocated.
  func finish() {
    unsafe hot.pointee.input = .empty
    unsafe hot.pointee.start = InputBuffer.nowhere
    unsafe hot.pointee.cursor = InputBuffer.empty.cursor
    unsafe (hot.pointee.isStraight, hot.pointee.isScanned) = (false, false)
    unsafe hot.pointee.extents.removeAll()
    if unsafe !hot.pointee.counts.isEmpty { unsafe hot.pointee.counts = [:] }
    if unsafe !hot.pointee.openedMaps.isEmpty { unsafe (hot.pointee.openedMaps, hot.pointee.askedKeys) = ([], []) }
    // The options hold values of the caller.
    if options.custom != nil { unsafe hot.pointee.options = CBORDecoder.Options(CBORDecoder()) }
  }

  var openedMaps: Set<Int> {
    get { unsafe hot.pointee.openedMaps }
    nonmutating _modify { yield unsafe &hot.pointee.openedMaps }
  }

  var askedKeys: Set<Int> {
    get { unsafe hot.pointee.askedKeys }
    nonmutating _modify { yield unsafe &hot.pointee.askedKeys }
  }

  /// Returns a Boolean value that indicates whether no nested context is left, and no array has a capacity above
  /// `maximumCapacity`.
  func isKeepable(_ maximumCapacity: Int) -> Bool {
    let capacity = unsafe max(
      hot.pointee.extents.capacity, hot.pointee.frames.capacity, hot.pointee.keys.capacity)
    return nested == 0 && capacity <= maximumCapacity
  }

  /// Returns the number of items in a container of indefinite length, if it is cached.
  func knownCount(at offset: Int) -> Int? { unsafe hot.pointee.counts[offset] }

  func remember(_ count: Int, at offset: Int) { unsafe hot.pointee.counts[offset] = count }

  /// Returns the end of the container at an offset, if the scan recorded it.
  func extentEnd(at offset: Int) -> Int? { unsafe hot.pointee.extents.end(ofItemAt: offset) }

  /// Checks what has not been read sequentially.
  ///
  /// - Returns: The offset after the message's only item.
  /// - Throws: ``CBORError`` if the message is malformed; `DecodingError` for an unknown key, if those are errors.
  func complete() throws -> Int {
    if options.rejectsUnknownKeys { try checkKeys() }
    let isAtEnd = unsafe hot.pointee.cursor.left == 0 || options.isPrefix
    if unsafe hot.pointee.isStraight && hot.pointee.cursor.pending == 0 && isAtEnd { return cursorOffset }
    try scan()
    return unsafe hot.pointee.end
  }

  var isMalformed: Bool {
    @inline(__always) get { unsafe hot.pointee.isMalformed }
  }

  /// A Boolean value that indicates whether a scan has found the whole message well-formed.
  var isScanned: Bool {
    @inline(__always) get { unsafe hot.pointee.isScanned }
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
    if let failure = unsafe hot.pointee.failure { throw failure }
    unsafe hot.pointee.isStraight = false
    var scan = WellFormednessScan(input, limits: options.limits)
    scan.keepsExtents = keepsExtents
    unsafe swap(&scan.extents, &hot.pointee.extents)
    unsafe swap(&scan.frames, &hot.pointee.frames)
    unsafe swap(&scan.keys, &hot.pointee.keys)
    do throws(CBORError) {
      switch options.extent {
      case .message: try scan.run()
      case .prefix(let isCut): try scan.runPrefix(isCut: isCut)
      }
    } catch {
      unsafe hot.pointee.failure = error
      unsafe hot.pointee.isMalformed = true
      // Later calls read nothing, however often they are tried.
      unsafe hot.pointee.input = .empty
      throw error
    }
    unsafe swap(&scan.extents, &hot.pointee.extents)
    unsafe swap(&scan.frames, &hot.pointee.frames)
    unsafe swap(&scan.keys, &hot.pointee.keys)
    unsafe hot.pointee.isScanned = true
    unsafe hot.pointee.end = scan.offset
  }

  // MARK: Straight on

  /// The cursor, for sequential reading.
  var cursor: ItemCursor {
    @inline(__always) _read { yield unsafe hot.pointee.cursor }
    @inline(__always) nonmutating _modify { yield unsafe &hot.pointee.cursor }
  }

  var depthLeft: Int {
    get { unsafe hot.pointee.depthLeft }
    nonmutating set { unsafe hot.pointee.depthLeft = newValue }
  }

  /// The offset of the item at the cursor.
  var cursorOffset: Int {
    @inline(__always) get { unsafe hot.pointee.cursor.at - hot.pointee.start }
  }

  var isStraight: Bool {
    @inline(__always) get { unsafe hot.pointee.isStraight }
  }

  /// Returns a Boolean value that indicates whether the item at an offset is the next one in sequential reading.
  @inline(__always)
  func isStraight(at offset: Int) -> Bool {
    isStraight && cursorOffset == offset
  }

  /// The state before an item is read sequentially.
  struct Position {
    let pending: Int
    let depthLeft: Int
    let owner: Int
  }

  var position: Position {
    @inline(__always) get {
      unsafe Position(pending: hot.pointee.cursor.pending, depthLeft: hot.pointee.depthLeft, owner: hot.pointee.owner)
    }
  }

  /// Restores the depth and the owner, for a reader that continues with a cursor of its own.
  func restore(_ position: Position) {
    unsafe hot.pointee.depthLeft = position.depthLeft
    unsafe hot.pointee.owner = position.owner
  }

  /// Makes the container that was just opened at the cursor the current one.
  ///
  /// - Returns: The container's serial number.
  @inline(__always)
  func enterContainer() -> Int {
    unsafe hot.pointee.lastSerial &+= 1
    unsafe hot.pointee.owner = hot.pointee.lastSerial
    unsafe hot.pointee.depthLeft -= 1
    return unsafe hot.pointee.lastSerial
  }

  /// Returns a Boolean value that indicates whether the cursor is directly in a container, and not in one nested in it.
  @inline(__always)
  func isIn(_ serial: Int) -> Bool { unsafe hot.pointee.isStraight && hot.pointee.owner == serial }

  /// Ends an item that was read sequentially, completely or in part.
  ///
  /// - Throws: ``CBORError`` if a part of it is left, and the message is malformed.
  @inline(__always)
  func endItem(at offset: Int, _ position: Position) throws(CBORError) {
    guard isStraight else { return }
    if unsafe hot.pointee.cursor.pending != position.pending &- 1 {
      // Decoding a `nil` optional only peeks at the item.
      guard unsafe hot.pointee.cursor.pending == position.pending, cursorOffset == offset,
        unsafe hot.pointee.cursor.null()
      else { return try scan() }
    }
    unsafe hot.pointee.depthLeft = position.depthLeft
    unsafe hot.pointee.owner = position.owner
  }

  // MARK: Readers

  /// Returns a reader of the item at an offset, which is the next item unless the message has been scanned.
  func reader(at offset: Int, of context: DecodingContext) -> CBORReader {
    let start = unsafe hot.pointee.start
    if isStraight {
      return unsafe CBORReader(
        cursor, start: start, depthLeft: depthLeft, limits: options.limits, context: context)
    }
    // The scan has already checked the nesting limit.
    let cursor = unsafe ItemCursor(at: start + offset, end: hot.pointee.cursor.end, pending: 1)
    return unsafe CBORReader(cursor, start: start, depthLeft: .max, limits: options.limits, context: context)
  }

  /// Continues after the item that a reader has read.
  ///
  /// - Throws: ``CBORError`` if the reader has left a part of it, and the message is malformed.
  func resume(behind reader: borrowing CBORReader) throws(CBORError) {
    guard isStraight else { return }
    guard reader.cursor.pending == cursor.pending &- 1, !reader.isInTag else { return try scan() }
    cursor = reader.cursor
  }
}
