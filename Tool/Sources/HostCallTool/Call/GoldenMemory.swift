// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCallGenerator

/// The golden file of a raw value, which states the layout of the memory and its bytes.
///
///     {"size": 4, "byteOrder": "little", "fields": [{"name": "clock", …}], "bytes": h'00000000'}   →   {"clock": 0}
struct GoldenMemory: Sendable {
  let bytes: [UInt8]
  /// The layout; `nil` if the file states none that is known.
  let layout: RawStruct?

  /// - Returns: `nil` if the item is not such a file.
  init?(_ item: CBORValue) {
    guard case .map(let pairs) = item, pairs.count == 4, case .bytes(let bytes)? = Self.content("bytes", pairs),
      case .text(let byteOrder)? = Self.content("byteOrder", pairs),
      case .array(let fields)? = Self.content("fields", pairs),
      Self.content("size", pairs)?.integer == Int128(bytes.count)
    else { return nil }
    self.bytes = bytes
    let numbers = fields.compactMap(Self.number)
    layout =
      numbers.isEmpty || numbers.count < fields.count
      ? nil : RawStruct(size: bytes.count, byteOrder: byteOrder, fields: numbers)
  }

  /// The numbers in the memory; its bytes without a known layout.
  var value: CBORValue { layout.flatMap { RawMemory($0) }?.value(of: bytes) ?? .bytes(bytes) }

  private static func number(_ field: CBORValue) -> (path: String, type: String, offset: Int)? {
    guard case .map(let pairs) = field, case .text(let path)? = content("name", pairs),
      case .text(let type)? = content("type", pairs),
      let offset = content("offset", pairs)?.integer.flatMap({ Int(exactly: $0) })
    else { return nil }
    return (path, type, offset)
  }

  private static func content(_ key: String, _ pairs: [CBORValue.Pair]) -> CBORValue? {
    pairs.first { $0.key == .text(key) }?.value
  }
}
