/// A scanned message while it is decoded: its bytes, where long items end, and the decoder's options.
///
/// Used by one thread at a time, as decoders are.
final class DecodingMessage {
  private(set) var input: InputBuffer
  let options: CBORDecoder.Options
  private let extents: ExtentTable

  init(_ input: InputBuffer, extents: ExtentTable, options: CBORDecoder.Options) {
    self.input = input
    self.extents = extents
    self.options = options
  }

  /// Lets go of the bytes when the decode call returns, so that a decoder that somebody kept reads nothing,
  /// and not memory that may be gone.
  func finish() {
    input = .empty
  }

  /// The offset that stands for an item that isn't there and decodes as `null`, as a missing superclass does.
  static let absent = -1

  /// Reads the head at an offset.
  func head(at offset: Int) throws(CBORError) -> Head {
    if offset == Self.absent { return .null(at: offset) }
    return try input.head(at: offset)
  }

  /// Reads the head of the item that any tags at an offset are about, and where it is.
  ///
  /// Tags say more about an item than its type does; a type that asks for none decodes without them.
  func untaggedHead(at offset: Int) throws(CBORError) -> (head: Head, offset: Int) {
    var offset = offset
    var head = try head(at: offset)
    while head.kind == .tag {
      offset = head.end
      head = try self.head(at: offset)
    }
    return (head, offset)
  }

  /// The offset after the item at an offset. Logarithmic in the number of long items, whatever is in it.
  func end(ofItemAt offset: Int) throws(CBORError) -> Int {
    var offset = offset
    var pending = 1
    var isFirst = true
    while pending > 0 {
      let head = try head(at: offset)
      pending -= 1
      switch head.kind {
      case .array, .map:
        if isFirst || head.isIndefinite, let end = extents.end(ofItemAt: offset) {
          offset = end
        } else {
          pending &+= Int(clamping: head.argument) &* (head.kind == .map ? 2 : 1)
          offset = head.end
        }
      case .bytes, .text:
        if head.isIndefinite, let end = extents.end(ofItemAt: offset) {
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
