internal import CBORCodec

/// One item of a message, taken apart: its head, the items in it, and what is behind them.
struct ItemParts {
  enum Kind {
    case array, map, tag, other
  }

  let kind: Kind
  let head: ArraySlice<UInt8>
  /// Keys and values in turn, of a map.
  let items: [ArraySlice<UInt8>]
  /// The break of an indefinite length; nothing else.
  let end: ArraySlice<UInt8>

  /// Nil for an item that is malformed.
  init?(_ item: ArraySlice<UInt8>) {
    guard let first = item.first, let size = Self.headSize(first), item.count >= size else { return nil }
    switch first >> 5 {
    case 4: kind = .array
    case 5: kind = .map
    case 6: kind = .tag
    default: kind = .other
    }
    head = item.prefix(size)
    var items: [ArraySlice<UInt8>] = []
    var rest = item.dropFirst(size)
    if kind != .other {
      while let first = rest.first, first != 0xFF, let next = Self.first(in: rest) {
        items.append(next)
        rest = rest.dropFirst(next.count)
      }
      guard rest.isEmpty || (rest.count == 1 && rest.first == 0xFF) else { return nil }
    }
    self.items = items
    end = kind == .other ? [] : rest
  }

  /// The keys of a map with their values.
  var pairs: [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
    stride(from: 0, to: items.count - 1, by: 2).map { (items[$0], items[$0 + 1]) }
  }

  /// The item that a slice begins with; nil if it is malformed.
  static func first(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let (_, count) = try? CBORDecoder().decodePrefix(CBORValue.self, from: bytes) else { return nil }
    return bytes.prefix(count)
  }

  /// A key as a coding key's text is: a text as it is, a number by its digits.
  static func text(ofKey key: ArraySlice<UInt8>) -> String {
    guard let value = try? CBORDecoder().decode(CBORValue.self, from: key) else { return "" }
    if case .text(let text) = value { return text }
    return value.description
  }

  /// The bytes of an item's head; nil for one of a length that is reserved.
  static func headSize(_ first: UInt8) -> Int? {
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
