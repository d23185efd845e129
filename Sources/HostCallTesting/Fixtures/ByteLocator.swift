// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Locates a byte in a message: the coding path of the innermost item that contains it.
enum ByteLocator {
  /// Returns the path of the byte at `offset`, such as `.tags[1]`; empty for the head of the outermost item, `nil` if
  /// the message is malformed before that byte.
  static func path(of offset: Int, in message: [UInt8]) -> String? {
    path(of: offset, in: message[...])
  }

  private static func path(of offset: Int, in item: ArraySlice<UInt8>) -> String? {
    guard let first = item.first, let head = ItemParts.headSize(first) else { return nil }
    // The content of the array or map, or of the tag.
    var rest = item.dropFirst(head)
    guard offset >= rest.startIndex else { return "" }
    switch first >> 5 {
    case 4:
      var index = 0
      while let element = ItemParts.first(in: rest) {
        if offset < element.endIndex { return path(of: offset, in: element).map { "[\(index)]\($0)" } }
        rest = item[element.endIndex...]
        index += 1
      }
      return nil
    case 5:
      while let key = ItemParts.first(in: rest), let value = ItemParts.first(in: item[key.endIndex...]) {
        let name = FixtureDifference.name(of: key)
        if offset < key.endIndex { return name }
        if offset < value.endIndex { return path(of: offset, in: value).map { name + $0 } }
        rest = item[value.endIndex...]
      }
      return nil
    case 6: return path(of: offset, in: rest)
    default: return ""
    }
  }
}
