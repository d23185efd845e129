// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import Foundation

// Types of every kind that encode and decode themselves.
enum DirectTypes {
  /// A field for each kind of type that the codec supports.
  struct Everything: Codable {
    var text: String
    var flag: Bool
    var whole: Int
    var wide: UInt64?
    var narrow: Int8?
    var huge: Int128?
    var number: Double
    var single: Float?
    var bytes: [UInt8]
    var data: Data?
    var date: Date?
    var id: UUID?
    var link: URL?
    var price: Decimal?
    var list: [Point]
    var names: Set<String>?
    var byName: [String: Int]?
    var byNumber: [Int: Point?]?
    var shape: Shape?
    var boxed: Box<[Double]>?
    var plain: Plain?
  }

  struct Point: Codable {
    var x: Int
    var y: Double?
  }

  struct Box<Content: Codable>: Codable { var content: Content }

  /// A type that is only Codable.
  struct Plain: Codable { var a: Int?, b: [String: Bool]? }

  enum Shape: Codable {
    case empty
    case circle(radius: Double)
    case named(Int, label: String?)
  }

  /// A type whose keys are also integers, with names that differ from the properties'.
  struct Header: Codable {
    var algorithm: Int
    var key: [UInt8]?

    enum CodingKeys: Int, CodingKey {
      case algorithm = 1
      case key = 4

      var stringValue: String { self == .algorithm ? "alg" : "kid" }

      init?(stringValue: String) {
        guard let key = [CodingKeys.algorithm, .key].first(where: { $0.stringValue == stringValue }) else { return nil }
        self = key
      }
    }
  }
}

extension DirectTypes.Point: CBORCodable {
  init(from reader: inout CBORReader) throws {
    var x: Int?, y: Double?
    var map = try reader.beginMap()
    if reader.nextKey("x", 0, in: &map) { x = try reader.decode(Int.self) }
    if reader.nextKey("y", 1, in: &map) { y = try reader.decode(Double?.self) }
    while let field = try reader.nextField(in: &map, of: ["x", "y"] as InlineArray<2, StaticString>) {
      switch field {
      case 0: x = try reader.decode(Int.self)
      default: y = try reader.decode(Double?.self)
      }
    }
    guard let x else { throw reader.keyNotFound("x", in: map) }
    (self.x, self.y) = (x, y)
  }

  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(y == nil ? 1 : 2)
    try writer.encode(x, forKey: "x")
    if let y { try writer.encode(y, forKey: "y") }
    writer.endMap()
  }
}

extension DirectTypes.Box: CBORDecodable where Content: CBORDecodable {
  init(from reader: inout CBORReader) throws {
    var content: Content?
    var map = try reader.beginMap()
    if reader.nextKey("content", 0, in: &map) { content = try reader.decode(Content.self) }
    while try reader.nextField(in: &map, of: ["content"] as InlineArray<1, StaticString>) != nil {
      content = try reader.decode(Content.self)
    }
    guard let content else { throw reader.keyNotFound("content", in: map) }
    self.content = content
  }
}

extension DirectTypes.Box: CBOREncodable where Content: CBOREncodable {
  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(1)
    try writer.encode(content, forKey: "content")
    writer.endMap()
  }
}

extension DirectTypes.Header: CBORCodable {
  private static var keys: InlineArray<2, CBORKey> { [CBORKey("alg", 1), CBORKey("kid", 4)] }

  init(from reader: inout CBORReader) throws {
    var algorithm: Int?, key: [UInt8]?
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: Self.keys) {
      switch field {
      case 0: algorithm = try reader.decode(Int.self)
      default: key = try reader.decode([UInt8]?.self)
      }
    }
    guard let algorithm else { throw reader.keyNotFound(Self.keys[0], in: map) }
    (self.algorithm, self.key) = (algorithm, key)
  }

  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(key == nil ? 1 : 2)
    try writer.encode(algorithm, forKey: "alg")
    if let key { try writer.encode(key, forKey: "kid") }
    writer.endMap()
  }
}

extension DirectTypes.Shape: CBORCodable {
  init(from reader: inout CBORReader) throws {
    let start = reader.offset
    var shape: Self?
    var count = 0
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: ["empty", "circle", "named"] as InlineArray<3, StaticString>) {
      count += 1
      switch field {
      case 0: shape = try Self(emptyFrom: &reader)
      case 1: shape = try Self(circleFrom: &reader)
      default: shape = try Self(namedFrom: &reader)
      }
    }
    guard let shape, count == 1 else {
      throw reader.dataCorrupted(at: start, "Expected one case, and there are \(count)")
    }
    self = shape
  }

  private init(emptyFrom reader: inout CBORReader) throws {
    var map = try reader.beginMap()
    while try reader.nextField(in: &map, of: ["none"] as InlineArray<1, StaticString>) != nil {
      try reader.skip()
    }
    self = .empty
  }

  private init(circleFrom reader: inout CBORReader) throws {
    var radius: Double?
    var map = try reader.beginMap()
    while try reader.nextField(in: &map, of: ["radius"] as InlineArray<1, StaticString>) != nil {
      radius = try reader.decode(Double.self)
    }
    guard let radius else { throw reader.keyNotFound("radius", in: map) }
    self = .circle(radius: radius)
  }

  private init(namedFrom reader: inout CBORReader) throws {
    var number: Int?, label: String?
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: ["_0", "label"] as InlineArray<2, StaticString>) {
      if field == 0 { number = try reader.decode(Int.self) } else { label = try reader.decode(String?.self) }
    }
    guard let number else { throw reader.keyNotFound("_0", in: map) }
    self = .named(number, label: label)
  }

  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(1)
    switch self {
    case .empty:
      writer.encodeKey("empty")
      try writer.beginMap(0)
    case .circle(let radius):
      writer.encodeKey("circle")
      try writer.beginMap(1)
      try writer.encode(radius, forKey: "radius")
    case .named(let number, let label):
      writer.encodeKey("named")
      try writer.beginMap(label == nil ? 1 : 2)
      try writer.encode(number, forKey: "_0")
      if let label { try writer.encode(label, forKey: "label") }
    }
    writer.endMap()
    writer.endMap()
  }
}
