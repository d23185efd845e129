/// A scanned message while it is decoded: its bytes, where long items end, and the decoder's options.
///
/// Used by one thread at a time, as decoders are.
@safe final class DecodingMessage {
  /// What is looked at all the time.
  ///
  /// It lies behind a pointer, since every access to a class's variable is checked for another one at the same time,
  /// which costs as much as reading a number.
  private struct Hot {
    var input = InputBuffer.empty
    var extents = ExtentTable()
    var options = CBORDecoder.Options(CBORDecoder())
  }

  private let hot: UnsafeMutablePointer<Hot>
  /// Whether a nested container has been given a context of its own, which may outlive the call.
  var isShared = false

  var options: CBORDecoder.Options {
    @inline(__always) _read { yield unsafe hot.pointee.options }
  }

  init() {
    unsafe hot = .allocate(capacity: 1)
    unsafe hot.initialize(to: Hot())
  }

  /// Begins with a message that has been scanned.
  func begin(_ input: InputBuffer, extents: ExtentTable, options: CBORDecoder.Options) {
    unsafe hot.pointee.input = input
    unsafe hot.pointee.extents = extents
    unsafe hot.pointee.options = options
  }

  deinit {
    unsafe hot.deinitialize(count: 1)
    unsafe hot.deallocate()
  }

  var input: InputBuffer { unsafe hot.pointee.input }

  /// Lets go of the bytes when the decode call returns, so that a decoder that somebody kept reads nothing,
  /// and not memory that may be gone.
  func finish() {
    unsafe hot.pointee.input = .empty
    // What they hold is the caller's.
    if !options.isPlain { unsafe hot.pointee.options = CBORDecoder.Options(CBORDecoder()) }
  }

  /// How many extents there is room for.
  var extentCapacity: Int { unsafe hot.pointee.extents.capacity }

  /// The table of extents without anything in it, for the next scan.
  func takeExtents() -> ExtentTable {
    var extents = ExtentTable()
    unsafe swap(&extents, &hot.pointee.extents)
    extents.removeAll()
    return extents
  }

  /// The offset that stands for an item that isn't there and decodes as `null`, as a missing superclass does.
  static let absent = -1

  /// Reads the head at an offset.
  @inline(__always)
  func head(at offset: Int) throws(CBORError) -> Head {
    if offset == Self.absent { return .null(at: offset) }
    return try input.scannedHead(at: offset)
  }

  /// Reads the head of the item that any tags at an offset are about, and where it is.
  ///
  /// Tags say more about an item than its type does; a type that asks for none decodes without them.
  @inline(__always)
  func untaggedHead(at offset: Int) throws(CBORError) -> (head: Head, offset: Int) {
    var offset = offset
    var head = try head(at: offset)
    while head.kind == .tag {
      offset = head.end
      head = try self.head(at: offset)
    }
    return (head, offset)
  }

  /// The offset after the item at an offset.
  ///
  /// Logarithmic in the number of long items, whatever is in it.
  @inline(__always)
  func end(ofItemAt offset: Int) throws(CBORError) -> Int {
    let head = try head(at: offset)
    switch head.kind {
    case .unsigned, .negative, .simple, .float, .breakCode: return head.end
    case .bytes, .text: if !head.isIndefinite, let content = input.content(of: head) { return content.upperBound }
    case .array, .map, .tag: break
    }
    return try end(ofContainerAt: offset)
  }

  private func end(ofContainerAt offset: Int) throws(CBORError) -> Int {
    var offset = offset
    var pending = 1
    var isFirst = true
    while pending > 0 {
      let head = try head(at: offset)
      pending -= 1
      switch head.kind {
      case .array, .map:
        if isFirst || head.isIndefinite, let end = unsafe hot.pointee.extents.end(ofItemAt: offset) {
          offset = end
        } else {
          pending &+= Int(clamping: head.argument) &* (head.kind == .map ? 2 : 1)
          offset = head.end
        }
      case .bytes, .text:
        if head.isIndefinite, let end = unsafe hot.pointee.extents.end(ofItemAt: offset) {
          offset = end
        } else {
          offset = try input.definiteContent(of: head, at: offset).upperBound
        }
      case .tag:
        pending += 1
        offset = head.end
        continue
      default:
        offset = head.end
      }
      isFirst = false
    }
    return offset
  }
}
