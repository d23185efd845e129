internal import CBORCodec

/// Where in a message a byte is: the coding path of the innermost item that it belongs to.
enum BytePlace {
  /// The path of the byte at `offset`, such as `.tags[1]`; empty for one of the outermost item's own, nil if the
  /// message is malformed before it.
  static func path(of offset: Int, in message: [UInt8]) -> String? {
    path(of: offset, in: message[...])
  }

  private static func path(of offset: Int, in item: ArraySlice<UInt8>) -> String? {
    guard let first = item.first, let head = headSize(first) else { return nil }
    // What is inside of the array or map, or behind the tag.
    var start = item.startIndex + head
    guard offset >= start else { return "" }
    switch first >> 5 {
    case 4:
      var index = 0
      while let (_, end) = next(in: item, from: start) {
        if offset < end { return path(of: offset, in: item[start..<end]).map { "[\(index)]\($0)" } }
        (start, index) = (end, index + 1)
      }
      return nil
    case 5:
      while let (key, keyEnd) = next(in: item, from: start), let (_, end) = next(in: item, from: keyEnd) {
        let name = FixtureDifference.name(of: key)
        if offset < keyEnd { return name }
        if offset < end { return path(of: offset, in: item[keyEnd..<end]).map { name + $0 } }
        start = end
      }
      return nil
    case 6: return path(of: offset, in: item[start...])
    default: return ""
    }
  }

  /// The item that begins at `start`, and where it ends.
  private static func next(in item: ArraySlice<UInt8>, from start: Int) -> (CBORValue, Int)? {
    guard let (value, count) = try? CBORDecoder().decodePrefix(CBORValue.self, from: item[start...]) else { return nil }
    return (value, start + count)
  }

  /// The bytes of an item's head; nil for one of a length that is reserved.
  private static func headSize(_ first: UInt8) -> Int? {
    switch first & 31 {
    case 24: 2
    case 25: 3
    case 26: 5
    case 27: 9
    case 28, 29, 30: nil
    default: 1
    }
  }
}
