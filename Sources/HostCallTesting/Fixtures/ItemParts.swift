// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// An item of a message, split into its head, its content, and its end.
struct ItemParts {
  enum Kind {
    case array, map, tag, other
  }

  let kind: Kind
  let head: ArraySlice<UInt8>
  /// The items inside; keys and values alternate in a map.
  let items: [ArraySlice<UInt8>]
  /// The break of an indefinite-length item; empty otherwise.
  let end: ArraySlice<UInt8>

  /// Splits an item; returns `nil` if it is malformed.
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

  /// The pairs of a map.
  var pairs: [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
    stride(from: 0, to: items.count - 1, by: 2).map { (items[$0], items[$0 + 1]) }
  }

  /// Returns the first item in `bytes`; `nil` if it is malformed.
  static func first(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let (_, count) = try? CBORDecoder().decodePrefix(CBORValue.self, from: bytes) else { return nil }
    return bytes.prefix(count)
  }

  /// Returns a key as the text of a coding key: a string as it is, any other value in diagnostic notation.
  static func text(ofKey key: ArraySlice<UInt8>) -> String {
    guard let value = try? CBORDecoder().decode(CBORValue.self, from: key) else { return "" }
    if case .text(let text) = value { return text }
    return value.description
  }

  /// Returns the size of an item's head in bytes; `nil` if its length is reserved.
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
