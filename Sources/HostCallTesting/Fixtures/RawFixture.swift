internal import HostCall

/// What a golden file of a raw value holds: its bytes, and what they mean.
struct RawFixture: Codable, Equatable {
  struct Field: Codable, Equatable {
    let name: String
    let type: String
    /// In bytes, as sizes are.
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
