// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

extension DirectTypes {
  /// A type with more fields than a word has bits.
  struct Wide: Codable {
    var fields: [Int?]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: FieldKey.self)
      fields = try (0..<70).map { try container.decodeIfPresent(Int.self, forKey: FieldKey(stringValue: "f\($0)")) }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: FieldKey.self)
      for (place, field) in fields.enumerated() {
        try container.encodeIfPresent(field, forKey: FieldKey(stringValue: "f\(place)"))
      }
    }
  }

  private struct FieldKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }
}

extension DirectTypes.Wide: CBORCodable {
  private static var keys: InlineArray<70, StaticString> {
    [
      "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13", "f14", "f15", "f16",
      "f17", "f18", "f19", "f20", "f21", "f22", "f23", "f24", "f25", "f26", "f27", "f28", "f29", "f30", "f31", "f32",
      "f33", "f34", "f35", "f36", "f37", "f38", "f39", "f40", "f41", "f42", "f43", "f44", "f45", "f46", "f47", "f48",
      "f49", "f50", "f51", "f52", "f53", "f54", "f55", "f56", "f57", "f58", "f59", "f60", "f61", "f62", "f63", "f64",
      "f65", "f66", "f67", "f68", "f69",
    ]
  }

  init(from reader: inout CBORReader) throws {
    fields = [Int?](repeating: nil, count: 70)
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: Self.keys) { fields[field] = try reader.decode(Int?.self) }
  }

  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(fields.count { $0 != nil })
    for (place, field) in fields.enumerated() {
      if let field { try writer.encode(field, forKey: Self.keys[place]) }
    }
    writer.endMap()
  }
}
