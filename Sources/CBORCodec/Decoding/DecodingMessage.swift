// A message is decoded in one of two ways, and goes from the first to the second at most once.
//
//  - Straight on: each item is read in place by the cursor, and is the next one in the message. What lies before the
//    cursor is well formed; nothing is known of the rest.
//  - By offsets: the whole message has been scanned, so that any item can be read, in any order, and stepped over.
//
// An item at another place than the cursor's, a second look at a container, and all that the cursor leaves to others
// (tags, indefinite lengths, …) make the message be scanned. So does the end, unless the cursor is there and no item is
// still to come: a message that was read straight on is well formed, and within the limits, as much as one that was
// scanned.

/// A message while it is decoded: its bytes, how far it has been read, and the decoder's options.
///
/// Used by one thread at a time, as decoders are. It is a pointer, since every access to a class's variable is checked
/// for another one at the same time, and every use of the class counts a reference, which costs as much as reading a
/// number. A ``DecodingMemory`` owns what it points to.
@safe @usableFromInline
struct DecodingMessage: BitwiseCopyable {
  @safe private struct Hot {
    var input = InputBuffer.empty
    var start = unsafe InputBuffer.nowhere
    var cursor = unsafe ItemCursor(at: InputBuffer.nowhere, end: InputBuffer.nowhere, pending: 0)
    /// Whether the cursor is in use; else items are read by their offsets.
    var isStraight = false
    var isMalformed = false
    var isScanned = false
    /// The serial number of the container in which the cursor is.
    var owner = 0
    /// How many more arrays, maps and tags may be opened at the cursor.
    var depthLeft = 0
    var lastSerial = 0
    var failure: CBORError?
    var extents = ExtentTable()
    var options = CBORDecoder.Options(CBORDecoder())
    /// The lists of the scan, empty.
    var frames: [ScanFrame] = []
    var keys: [ScannedKey] = []
    /// How many items there are in containers of indefinite length, by the offset of their first.
    var counts: [Int: Int] = [:]
    /// Where the message's one item ends, once that is known.
    var end = 0
    /// The offsets of the maps that a keyed container was opened for, and of the keys that were asked for, where keys
    /// that were not asked for are an error.
    var openedMaps: Set<Int> = []
    var askedKeys: Set<Int> = []
    /// How many contexts of nested containers there are, which may outlive the call.
    var nested = 0
  }

  private let hot: UnsafeMutablePointer<Hot>

  var options: CBORDecoder.Options {
    @inline(__always) _read { yield unsafe hot.pointee.options }
  }

  /// Allocates what it points to.
  init() {
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
  }

  /// Frees what it points to.
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

  /// Begins with a message, of which nothing is known.
  func begin(_ input: InputBuffer, _ options: CBORDecoder.Options) {
    begin(input, options, input.cursor, depthLeft: options.limits.nestingDepth)
  }

  /// Begins with a message that has been scanned elsewhere.
  func begin(scanned input: InputBuffer) {
    begin(input, CBORDecoder.Options(CBORDecoder()))
    unsafe hot.pointee.isStraight = false
    unsafe hot.pointee.isScanned = true
  }

  /// Begins with a message that has been read up to a cursor.
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

  /// Lets go of the bytes when the decode call returns, so that a decoder that somebody kept reads nothing,
  /// and not memory that may be gone.
  func finish() {
    unsafe hot.pointee.input = .empty
    unsafe hot.pointee.isStraight = false
    unsafe hot.pointee.extents.removeAll()
    if unsafe !hot.pointee.counts.isEmpty { unsafe hot.pointee.counts = [:] }
    if unsafe !hot.pointee.openedMaps.isEmpty { unsafe (hot.pointee.openedMaps, hot.pointee.askedKeys) = ([], []) }
    // What they hold is the caller's.
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

  /// Whether nothing else has it, and its lists have room for so many at most.
  func isKeepable(_ most: Int) -> Bool {
    let capacity = unsafe max(
      hot.pointee.extents.capacity, hot.pointee.frames.capacity, hot.pointee.keys.capacity)
    return nested == 0 && capacity <= most
  }

  /// How many items there are in a container of indefinite length, if that has been counted.
  func knownCount(at offset: Int) -> Int? { unsafe hot.pointee.counts[offset] }

  func remember(_ count: Int, at offset: Int) { unsafe hot.pointee.counts[offset] = count }

  /// The end of the container at an offset, if it is noted.
  func extentEnd(at offset: Int) -> Int? { unsafe hot.pointee.extents.end(ofItemAt: offset) }

  /// Checks what has not been read straight on.
  ///
  /// - Returns: The offset after the message's one item.
  /// - Throws: ``CBORError`` if the message is malformed.
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

  /// Whether the whole message is known to be well formed.
  var isScanned: Bool {
    @inline(__always) get { unsafe hot.pointee.isScanned }
  }

  /// Scans the message, unless that has been done; from then on, items are read by their offsets.
  ///
  /// - Parameter keepsExtents: Whether the ends of long items are noted; else all is read from front to back.
  /// - Throws: ``CBORError`` if the message is malformed, each time.
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
      // Nothing is read from it any more, however long somebody goes on trying.
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

  /// The cursor, for an item that is read straight on.
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

  /// Whether the item at an offset is the next one, and is read straight on.
  @inline(__always)
  func isStraight(at offset: Int) -> Bool {
    isStraight && cursorOffset == offset
  }

  /// Where the cursor is before an item is read.
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

  /// Makes the cursor be where it was, for who goes on with one of their own.
  func restore(_ position: Position) {
    unsafe hot.pointee.depthLeft = position.depthLeft
    unsafe hot.pointee.owner = position.owner
  }

  /// Makes the container that has just been opened at the cursor the one that it is in.
  ///
  /// - Returns: Its serial number.
  @inline(__always)
  func enterContainer() -> Int {
    unsafe hot.pointee.lastSerial &+= 1
    unsafe hot.pointee.owner = hot.pointee.lastSerial
    unsafe hot.pointee.depthLeft -= 1
    return unsafe hot.pointee.lastSerial
  }

  /// Whether the cursor is in a container, and not in one inside of it.
  @inline(__always)
  func isIn(_ serial: Int) -> Bool { unsafe hot.pointee.isStraight && hot.pointee.owner == serial }

  /// Ends an item that was read straight on, as far as it was.
  ///
  /// - Throws: ``CBORError`` if a part of it is left, and the message is malformed.
  @inline(__always)
  func endItem(at offset: Int, _ position: Position) throws(CBORError) {
    guard isStraight else { return }
    if unsafe hot.pointee.cursor.pending != position.pending &- 1 {
      // An optional that is nil has only looked at it.
      guard unsafe hot.pointee.cursor.pending == position.pending, cursorOffset == offset,
        unsafe hot.pointee.cursor.null()
      else { return try scan() }
    }
    unsafe hot.pointee.depthLeft = position.depthLeft
    unsafe hot.pointee.owner = position.owner
  }

  // MARK: Readers

  /// A reader of the item at an offset, which is the next one unless the message has been scanned.
  func reader(at offset: Int, of context: DecodingContext) -> CBORReader {
    let start = unsafe hot.pointee.start
    if isStraight {
      return unsafe CBORReader(
        cursor, start: start, depthLeft: depthLeft, limits: options.limits, context: context)
    }
    // Whatever is nested too deep was found by the scan.
    let cursor = unsafe ItemCursor(at: start + max(0, offset), end: hot.pointee.cursor.end, pending: 1)
    return unsafe CBORReader(cursor, start: start, depthLeft: .max, limits: options.limits, context: context)
  }

  /// Goes on behind the item that a reader has read.
  ///
  /// - Throws: ``CBORError`` if it has not read all of it, and the message is malformed.
  func resume(behind reader: borrowing CBORReader) throws(CBORError) {
    guard isStraight else { return }
    guard reader.cursor.pending == cursor.pending &- 1 else { return try scan() }
    cursor = reader.cursor
  }
}
