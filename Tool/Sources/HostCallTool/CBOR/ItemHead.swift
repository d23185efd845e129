// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The head of an item (RFC 8949, section 3): its initial byte, and the argument after it.
struct ItemHead {
  /// The major type; a break is one of its own.
  enum Major: UInt8 {
    case unsigned, negative, bytes, text, array, map, tag, simpleOrFloat, breakCode
  }

  let major: Major
  /// The argument; `nil` for an indefinite length and for a break.
  let argument: UInt64?
  /// The offset after the head.
  let end: Int

  /// Reads the head at the beginning of `bytes`; `nil` if there is no well-formed one.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard let initial = bytes.first, let type = Major(rawValue: initial >> 5) else { return nil }
    let information = initial & 0x1f
    switch information {
    case ..<24: (major, argument, end) = (type, UInt64(information), bytes.startIndex + 1)
    case 24...27:
      let content = bytes.dropFirst().prefix(1 << (information - 24))
      guard content.count == 1 << (information - 24) else { return nil }
      (major, argument, end) = (type, content.reduce(0) { $0 << 8 | UInt64($1) }, content.endIndex)
    case 31 where type == .simpleOrFloat: (major, argument, end) = (.breakCode, nil, bytes.startIndex + 1)
    case 31 where [.bytes, .text, .array, .map].contains(type):
      (major, argument, end) = (type, nil, bytes.startIndex + 1)
    default: return nil
    }
  }

  /// The number of items in a container; `nil` if its length is indefinite.
  var itemCount: UInt64? {
    switch major {
    case .map: argument.map { 2 * min($0, .max / 2) }
    case .tag: 1
    default: argument
    }
  }
}
