// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CBORCodec
internal import HostCallGenerator

/// A request, a response or a failure that was recorded: one item in CBOR.
package struct RecordedPart: Sendable, Hashable {
  /// The item.
  private let item: [UInt8]
  /// Whether the item may be the golden file of a raw value, which states the layout and the bytes.
  private let isFile: Bool

  /// A part that was recorded in CBOR, whatever crossed.
  package init(item: [UInt8]) { (self.item, isFile) = (item, false) }

  /// The content of a golden file.
  package init(file: [UInt8]) { (item, isFile) = (file, true) }

  /// Returns the bytes to send, in the encoding that the receiver has today.
  ///
  /// An item is sent as it was recorded, and is not compared with the receiver's type, since the answer shows whether
  /// the receiver accepts it.
  ///
  /// - Throws: A description of an item that is malformed or cannot be converted.
  package func bytes(for codec: PartCodec) throws(ValueError) -> [UInt8] {
    guard let memory = memory(try PartCodec(nil).value(ofItem: item)) else { return try codec.bytes(ofItem: item) }
    return codec.isRaw ? try codec.bytes(ofFixture: item) : try Self.encoded(memory)
  }

  /// Returns the value; of raw memory, the numbers in it.
  ///
  /// - Throws: A description of an item that is malformed.
  package func value(for codec: PartCodec) throws(ValueError) -> CBORValue {
    let value = try PartCodec(nil).value(ofItem: item)
    let memory = memory(value)
    // Memory without a known layout is read by the receiver's.
    if codec.isRaw, case .bytes(let bytes) = memory ?? value { return codec.value(of: bytes) }
    return memory ?? value
  }

  /// Returns the numbers in memory that a golden file contains with its layout, or the bytes if it states none that is
  /// known; `nil` for any other item.
  ///
  ///     {"size": 4, "byteOrder": "little", "fields": [{"name": "clock", …}], "bytes": h'00000000'}   →   {"clock": 0}
  private func memory(_ value: CBORValue) -> CBORValue? {
    guard isFile, case .map(let pairs) = value, pairs.count == 4,
      case .bytes(let bytes)? = Self.content("bytes", pairs),
      case .text(let byteOrder)? = Self.content("byteOrder", pairs),
      case .array(let fields)? = Self.content("fields", pairs),
      Self.content("size", pairs)?.integer == Int128(bytes.count)
    else { return nil }
    let numbers = fields.compactMap(Self.number)
    guard numbers.count == fields.count,
      let layout = RawStruct(size: bytes.count, byteOrder: byteOrder, fields: numbers)
    else { return .bytes(bytes) }
    return RawMemory(layout)?.value(of: bytes) ?? .bytes(bytes)
  }

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

  private static func encoded(_ value: CBORValue) throws(ValueError) -> [UInt8] {
    do {
      return try CBOREncoder().encode(value)
    } catch {
      throw ValueError("\(error)")
    }
  }
}
