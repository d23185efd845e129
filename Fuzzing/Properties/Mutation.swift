// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Changes the bytes or the items of a message.
enum Mutation {
  /// Items that a reader may not expect.
  private static let unusual: [[UInt8]] = [
    [0xf6], [0xf7], [0x00], [0x20], [0x40], [0x60], [0x80], [0xa0], [0x9f, 0xff], [0xbf, 0xff], [0x5f, 0xff],
    [0x7f, 0xff], [0x7f, 0x61, 0x78, 0xff], [0xc1, 0x00], [0xd8, 0x18, 0x40], [0xf9, 0x3e, 0x00], [0x18, 0x01],
    [0xc2, 0x41, 0x01], [0xc3, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0xa1, 0x61, 0x61, 0x01], [0x82, 0x01, 0x02],
    [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xf5], [0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
    [0xc6, 0xf6], [0xd9, 0xd9, 0xf7, 0xf6], [0x61, 0xff],
  ]

  private static let tags: [[UInt8]] = [
    [0xc6], [0xd9, 0xd9, 0xf7], [0xc1], [0xd8, 0x18], [0xdb, 1, 0, 0, 0, 0, 0, 0, 0],
  ]

  static func apply(to bytes: inout [UInt8], _ choices: inout Choices) {
    let kind = choices.below(14)
    guard kind >= 4 else { return changeByte(of: &bytes, kind, &choices) }
    let items = Items(bytes).items
    guard !items.isEmpty else { return }
    let item = choices.element(of: items)
    let isContainer = item.major == 4 || item.major == 5
    switch kind {
    case 4, 5: bytes.replaceSubrange(item.range, with: choices.element(of: unusual))
    case 6: bytes.insert(contentsOf: choices.element(of: tags), at: item.range.lowerBound)
    case 7:
      let other = bytes[choices.element(of: items).range]
      bytes.replaceSubrange(item.range, with: Array(other))
    case 8, 9: widen(item, of: &bytes)
    case 10, 11: insertPair(into: items.filter { $0.major == 5 }, of: &bytes, &choices)
    case _ where isContainer: makeIndefinite(item, of: &bytes)
    case _ where item.major == 2 || item.major == 3: chunk(item, of: &bytes, &choices)
    default: bytes.removeSubrange(item.range)
    }
  }

  private static func changeByte(of bytes: inout [UInt8], _ kind: Int, _ choices: inout Choices) {
    let place = choices.below(bytes.count + 1)
    switch kind {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(choices.below(8))
    case 1 where place < bytes.count: bytes[place] = choices.byte()
    case 2 where place < bytes.count: bytes.remove(at: place)
    default: bytes.insert(choices.byte(), at: place)
    }
  }

  /// Moves the argument of a one-byte head into a second byte.
  private static func widen(_ item: Items.Item, of bytes: inout [UInt8]) {
    let head = bytes[item.range.lowerBound]
    guard head & 31 < 24, item.major < 7 else { return }
    bytes.replaceSubrange(item.range.lowerBound..<item.range.lowerBound + 1, with: [head & 0xe0 | 24, head & 31])
  }

  private static func makeIndefinite(_ item: Items.Item, of bytes: inout [UInt8]) {
    bytes.insert(0xff, at: item.range.upperBound)
    bytes.replaceSubrange(item.range.lowerBound..<item.content, with: [item.major << 5 | 31])
  }

  /// Splits a string into two chunks.
  private static func chunk(_ item: Items.Item, of bytes: inout [UInt8], _ choices: inout Choices) {
    let content = Array(bytes[item.content..<item.range.upperBound])
    guard content.count < 24 else { return }
    let first = choices.below(content.count + 1)
    let head = item.major << 5
    let chunks =
      [head | 31, head | UInt8(first)] + content[..<first] + [head | UInt8(content.count - first)] + content[first...]
    bytes.replaceSubrange(item.range, with: chunks + [0xff])
  }

  /// Inserts a copy of a pair, or a pair with another key, into a map with fewer than 23 pairs.
  private static func insertPair(into maps: [Items.Item], of bytes: inout [UInt8], _ choices: inout Choices) {
    guard !maps.isEmpty else { return }
    let map = choices.element(of: maps)
    guard bytes[map.range.lowerBound] & 31 < 23 else { return }
    var pair = choices.element(of: unusual) + choices.element(of: unusual)
    if !map.children.isEmpty, choices.isOne(of: 2) {
      let place = choices.below(map.children.count / 2) * 2
      pair = Array(bytes[map.children[place].lowerBound..<map.children[place + 1].upperBound])
    }
    let places = stride(from: 0, to: map.children.count, by: 2).map { map.children[$0].lowerBound }
    bytes.insert(contentsOf: pair, at: choices.element(of: places + [map.range.upperBound]))
    bytes[map.range.lowerBound] += 1
  }
}

/// The items of definite length in a well-formed message.
private struct Items {
  struct Item {
    let major: UInt8
    let range: Range<Int>
    /// The offset of the content, which follows the head.
    let content: Int
    /// The ranges of a container's elements, or keys and values.
    let children: [Range<Int>]
  }

  private let bytes: [UInt8]
  private(set) var items: [Item] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    _ = add(at: 0, depth: 0)
  }

  /// Adds the item at an offset and the items in it.
  ///
  /// - Returns: The end of the item; `nil` if its length is indefinite or it is incomplete.
  private mutating func add(at offset: Int, depth: Int) -> Int? {
    guard offset < bytes.count, depth < 200 else { return nil }
    let (major, low) = (bytes[offset] >> 5, Int(bytes[offset] & 31))
    guard low < 28 else { return nil }
    let width = low < 24 ? 0 : 1 << (low - 24)
    let content = offset + 1 + width
    guard content <= bytes.count else { return nil }
    let argument = low < 24 ? low : bytes[offset + 1..<content].reduce(0) { ($0 << 8 | Int($1)) & 0xff_ffff }
    var (end, children) = (content, [Range<Int>]())
    switch major {
    case 2, 3: end += argument
    case 4, 5, 6:
      for _ in 0..<(major == 6 ? 1 : major == 5 ? 2 * argument : argument) {
        guard let next = add(at: end, depth: depth + 1) else { return nil }
        children.append(end..<next)
        end = next
      }
    default: break
    }
    guard end <= bytes.count else { return nil }
    items.append(Item(major: major, range: offset..<end, content: content, children: children))
    return end
  }
}
