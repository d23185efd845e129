// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension InputBuffer {
  /// Returns the content of the byte or text string at an offset, with its chunks joined, and the offset after it.
  ///
  /// - Throws: ``CBORError`` if there is no well-formed string at the offset, which cannot happen in a scanned message.
  func stringContent(at offset: Int, head: Head) throws(CBORError) -> (content: [UInt8], end: Int) {
    guard head.isIndefinite else {
      let range = try definiteContent(of: head, at: offset)
      return (array(in: range), range.upperBound)
    }
    var content: [UInt8] = []
    var position = head.end
    while true {
      let chunk = try self.head(at: position)
      if chunk.kind == .breakCode { return (content, chunk.end) }
      let range = try definiteContent(of: chunk, at: position)
      content += array(in: range)
      position = range.upperBound
    }
  }

  /// Returns the range of the content of a definite-length string, given its head.
  ///
  /// - Throws: `endOfInput` if there are fewer bytes than the head claims.
  func definiteContent(of head: Head, at offset: Int) throws(CBORError) -> Range<Int> {
    if let range = content(of: head) { return range }
    throw CBORError(
      code: .endOfInput, offset: offset,
      message: "a string claims \(head.argument) bytes, and \(count - head.end) are left")
  }

  /// Returns a Boolean value that indicates whether the joined chunks of a text string, given its head, equal `text`.
  func isChunkedContent(of head: Head, equalTo text: String) throws(CBORError) -> Bool {
    var rest = text.utf8[...]
    var position = head.end
    while true {
      let chunk = try self.head(at: position)
      if chunk.kind == .breakCode { return rest.isEmpty }
      let range = try definiteContent(of: chunk, at: position)
      guard range.count <= rest.count, isEqual(range, to: String(Substring(rest.prefix(range.count)))) else {
        return false
      }
      rest = rest.dropFirst(range.count)
      position = range.upperBound
    }
  }

  /// Returns a bignum's content without leading zeros (RFC 8949 §3.4.3), if the item at an offset is a byte string.
  func bignumContent(at offset: Int) throws(CBORError) -> (content: ArraySlice<UInt8>, end: Int)? {
    let head = try head(at: offset)
    guard head.kind == .bytes else { return nil }
    let (content, end) = try stringContent(at: offset, head: head)
    return (content.drop { $0 == 0 }, end)
  }
}

extension UInt128 {
  /// Creates the number whose bytes in network order are given; `nil` if it has more than 128 bits.
  init?(networkOrder bytes: ArraySlice<UInt8>) {
    guard bytes.count <= 16 else { return nil }
    self = bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }
}
