// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import CBORCodec

/// A request, a response or a failure that was recorded: one item in CBOR.
package struct RecordedPart: Sendable, Hashable {
  /// The item.
  private let item: [UInt8]
  /// Whether the item may be the golden file of a raw value, which states the layout and the bytes.
  private let isFile: Bool

  /// Creates a part from a recorded item of CBOR, which a raw value is recorded as too.
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
    return codec.isRaw ? try codec.bytes(ofFixture: item) : try Self.encoded(memory.value)
  }

  /// Returns the value; of raw memory, the numbers in it, as the receiver reads them.
  ///
  /// - Throws: A description of an item that is malformed.
  package func value(for codec: PartCodec) throws(ValueError) -> CBORValue {
    let value = try PartCodec(nil).value(ofItem: item)
    let memory = memory(value)
    // Both sides are read by the receiver's layout, which the file's has to be: see layoutDifference(from:).
    if codec.isRaw {
      if let memory { return codec.value(of: memory.bytes) }
      if case .bytes(let bytes) = value { return codec.value(of: bytes) }
    }
    return memory?.value ?? value
  }

  /// Returns how the receiver's layout of raw memory differs from that which a golden file states; `nil` if it does
  /// not, or one of them is not known.
  package func layoutDifference(from codec: PartCodec) -> ValueError? {
    guard let receiver = codec.layout, let value = try? PartCodec(nil).value(ofItem: item) else { return nil }
    return memory(value)?.layout?.difference(of: receiver)
  }

  /// Returns how bytes that have crossed differ from this part; `nil` if receivers read the same value.
  ///
  /// - Throws: A description of an item that is malformed.
  package func difference(from found: [UInt8], _ codec: PartCodec) throws(ValueError) -> ValueError? {
    let expected = try value(for: codec)
    return layoutDifference(from: codec) ?? codec.difference(of: found, from: expected)
  }

  private func memory(_ value: CBORValue) -> GoldenMemory? { isFile ? GoldenMemory(value) : nil }

  private static func encoded(_ value: CBORValue) throws(ValueError) -> [UInt8] {
    do {
      return try CBOREncoder().encode(value)
    } catch {
      throw ValueError("\(error)")
    }
  }
}
