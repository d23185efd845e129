// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A CBOR head (RFC 8949 §3): the kind of an item and its argument, without its content.
struct Head {
  /// The major types of RFC 8949 §3.1, with major type 7 split in three.
  ///
  /// The raw values are those of the shim.
  enum Kind: UInt8 {
    case unsigned, negative, bytes, text, array, map, tag, simple, float, breakCode
  }

  let kind: Kind
  /// The value, length, count, tag number or simple value.
  ///
  /// For a negative n it is −1 − n; for a float of any width, the bits of the same number as a `Double`.
  ///
  /// It is 0 if the length is indefinite.
  let argument: UInt64
  let isIndefinite: Bool
  /// The offset after the head, where the item's content begins.
  let end: Int

  /// Returns the head that represents a missing item: `null`.
  static func null(at offset: Int) -> Head {
    Head(kind: .simple, argument: 22, isIndefinite: false, end: offset)
  }

  /// A Boolean value that indicates whether the item is `null` or `undefined`.
  var isNull: Bool { kind == .simple && (argument == 22 || argument == 23) }

  /// The number of items directly inside an item of definite length: elements, keys and values, or a tag's content.
  ///
  /// It is even for a map, whatever the message claims.
  @inline(__always)
  var itemCount: UInt64 {
    switch kind {
    case .array: argument
    case .map: 2 * min(argument, .max / 2)
    case .tag: 1
    default: 0
    }
  }

  /// The value of an integer, if an `Int` can hold it.
  var integer: Int? {
    switch kind {
    case .unsigned: Int(exactly: argument)
    case .negative: Int(exactly: argument).map { ~$0 }
    default: nil
    }
  }

  var bool: Bool? {
    guard kind == .simple, argument == 20 || argument == 21 else { return nil }
    return argument == 21
  }

  /// A description of the head for error messages.
  var summary: String {
    switch kind {
    case .unsigned: "the integer \(argument)"
    case .negative: "the integer \(-1 - Int128(argument))"
    case .bytes: "a byte string"
    case .text: "a text string"
    case .array: "an array"
    case .map: "a map"
    case .tag: "tag \(argument)"
    case .float: "the number \(Double(bitPattern: argument))"
    case .breakCode: "a break"
    case .simple:
      switch argument {
      case 20: "false"
      case 21: "true"
      case 22: "null"
      case 23: "undefined"
      default: "the simple value \(argument)"
      }
    }
  }
}
