// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import Foundation

// Types that are only Codable within types that encode themselves, and the reverse.
extension DirectTypes {
  /// An enum that is only Codable.
  enum Form: Codable {
    case plain
    case at(Date?)
    case points([Point], note: String?)
    case boxed(Box<Plain>)
    case shape(Shape)
  }

  class Base: Codable {
    var number: Int

    init(number: Int) { self.number = number }
  }

  /// A subclass, which encodes its superclass under `super`.
  final class Derived: Base {
    var point: Point?

    private enum CodingKeys: String, CodingKey { case point }

    init(number: Int, point: Point?) {
      self.point = point
      super.init(number: number)
    }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      point = try container.decodeIfPresent(Point.self, forKey: .point)
      try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(point, forKey: .point)
      try super.encode(to: container.superEncoder())
    }
  }

  /// A struct that is an array of two elements, and ignores any more.
  struct Pair {
    var left: Int
    var right: String
  }

  /// A type that encodes itself, with fields that are only Codable.
  struct Node: Codable {
    var form: Form?
    var derived: Derived?
    var pair: Pair?
    var payload: CBORTagged<24, [UInt8]>?
    var due: Date?
    var children: [Node]
  }

  /// A type that is only Codable, with fields that encode themselves.
  struct Holder: Codable {
    var node: Node
    var everything: Everything?
    var header: Header?
    var forms: [String: Form]
    var pairs: [Pair?]
    var dates: [Date?]
    var payload: CBORTagged<55799, Point>?
  }
}

extension DirectTypes.Pair: CBORCodable {
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    guard let count = container.count, count >= 2 else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "Too few elements"))
    }
    left = try container.decode(Int.self)
    right = try container.decode(String.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(left)
    try container.encode(right)
  }

  init(from reader: inout CBORReader) throws {
    let start = reader.offset
    let array = try reader.beginArray()
    guard array.count >= 2 else { throw reader.dataCorrupted(at: start, "Too few elements") }
    left = try reader.decode(Int.self)
    right = try reader.decode(String.self)
  }

  func encode(to writer: inout CBORWriter) throws {
    try writer.beginArray(2)
    try writer.encode(left)
    writer.encode(right)
    writer.endArray()
  }
}

extension DirectTypes.Node: CBORCodable {
  private static var keys: InlineArray<6, StaticString> { ["form", "derived", "pair", "payload", "due", "children"] }

  init(from reader: inout CBORReader) throws {
    var children: [Self]?
    var map = try reader.beginMap()
    while let field = try reader.nextField(in: &map, of: Self.keys) {
      switch field {
      case 0: form = try reader.decode(DirectTypes.Form?.self)
      case 1: derived = try reader.decode(DirectTypes.Derived?.self)
      case 2: pair = try reader.decode(DirectTypes.Pair?.self)
      case 3: payload = try reader.decode(CBORTagged<24, [UInt8]>?.self)
      case 4: due = try reader.decode(Date?.self)
      default: children = try reader.decode([Self].self)
      }
    }
    guard let children else { throw reader.keyNotFound("children", in: map) }
    self.children = children
  }

  func encode(to writer: inout CBORWriter) throws {
    let optional: [Any?] = [form, derived, pair, payload, due]
    try writer.beginMap(1 + optional.count { $0 != nil })
    if let form { try writer.encode(form, forKey: "form") }
    if let derived { try writer.encode(derived, forKey: "derived") }
    if let pair { try writer.encode(pair, forKey: "pair") }
    if let payload { try writer.encode(payload, forKey: "payload") }
    if let due { try writer.encode(due, forKey: "due") }
    try writer.encode(children, forKey: "children")
    writer.endMap()
  }
}
