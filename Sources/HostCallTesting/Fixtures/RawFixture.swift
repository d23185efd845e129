// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

/// The content of a raw value's golden file: the bytes and their layout.
struct RawFixture: Codable, Equatable {
  struct Field: Codable, Equatable {
    let name: String
    let type: String
    /// The offset in bytes.
    let offset: Int
    let size: Int
  }

  let size: Int
  let byteOrder: String
  let fields: [Field]
  let bytes: [UInt8]

  init(_ value: some PlainData) throws {
    let layout = try PlainLayout.of(type(of: value))
    size = layout.size
    byteOrder = PlainLayout.byteOrder
    fields = layout.fields.map { Field(name: $0.path, type: $0.type, offset: $0.offset, size: $0.size) }
    bytes = try PlainBytes.encode(value)
  }
}
