// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Access to items by offset.
extension DecodingMessage {
  /// The offset that represents a missing item, such as a missing superclass, which decodes as `null`.
  static let absent = -1

  /// Returns the head at an offset.
  @inline(__always)
  func head(at offset: Int) throws(CBORError) -> Head {
    if offset == Self.absent { return .null(at: offset) }
    return try input.scannedHead(at: offset)
  }

  /// Skips any tags at an offset, and returns the head and the offset of the item after them.
  ///
  /// Tags add meaning that most types do not request, so those decode without them.
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

  /// Returns the offset after the item at an offset.
  ///
  /// - Complexity: O(log *n*), where *n* is the number of long items, whatever the item contains.
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
        if isFirst || head.isIndefinite, let end = extentEnd(at: offset) {
          offset = end
        } else if head.isIndefinite {
          offset = try end(ofShortItemFrom: head.end)
        } else {
          pending &+= Int(clamping: head.itemCount)
          offset = head.end
        }
      case .bytes, .text:
        if head.isIndefinite, let end = extentEnd(at: offset) {
          offset = end
        } else if head.isIndefinite {
          offset = try end(ofShortItemFrom: head.end)
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

  /// Returns the offset after the break of a short item of indefinite length, whose first item is at `start`.
  private func end(ofShortItemFrom start: Int) throws(CBORError) -> Int {
    var offset = start
    while true {
      let head = try head(at: offset)
      if head.kind == .breakCode { return head.end }
      offset = try end(ofItemAt: offset)
    }
  }

  /// Returns the number of items in a container of indefinite length, where a pair counts as two.
  ///
  /// Counts that are not small are cached.
  ///
  /// - Parameter start: The offset after the container's head.
  func count(ofItemsFrom start: Int) throws(CBORError) -> Int {
    if let count = knownCount(at: start) { return count }
    var count = 0
    var position = start
    while try head(at: position).kind != .breakCode {
      position = try end(ofItemAt: position)
      count += 1
    }
    if count > Self.fewItems { remember(count, at: start) }
    return count
  }

  /// The number of items up to which a count is not cached, since recounting takes less than the memory is worth.
  private static let fewItems = 16

  /// Returns the number of elements in an array.
  func count(ofElementsIn head: Head) throws(CBORError) -> Int {
    head.isIndefinite ? try count(ofItemsFrom: head.end) : Int(clamping: head.argument)
  }

  /// Returns the coding path of the item at an offset.
  func path(to offset: Int) -> [any CodingKey] {
    var walk = PathWalk()
    return walk.keys(to: offset, in: input) { offset in try? self.end(ofItemAt: offset) }
  }
}
