// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import Foundation

extension DirectTypes.Everything: CBORCodable {
  private static var keys: InlineArray<21, StaticString> {
    [
      "text", "flag", "whole", "wide", "narrow", "huge", "number", "single", "bytes", "data", "date", "id", "link",
      "price",
      "list", "names", "byName", "byNumber", "shape", "boxed", "plain",
    ]
  }

  init(from reader: inout CBORReader) throws {
    var text: String?, flag: Bool?, whole: Int?, number: Double?, bytes: [UInt8]?, list: [DirectTypes.Point]?
    var map = try reader.beginMap()
    if reader.nextKey("text", 0, in: &map) { text = try reader.decode(String.self) }
    if reader.nextKey("flag", 1, in: &map) { flag = try reader.decode(Bool.self) }
    if reader.nextKey("whole", 2, in: &map) { whole = try reader.decode(Int.self) }
    while let field = try reader.nextField(in: &map, of: Self.keys) {
      switch field {
      case 0: text = try reader.decode(String.self)
      case 1: flag = try reader.decode(Bool.self)
      case 2: whole = try reader.decode(Int.self)
      case 3: wide = try reader.decode(UInt64?.self)
      case 4: narrow = try reader.decode(Int8?.self)
      case 5: huge = try reader.decode(Int128?.self)
      case 6: number = try reader.decode(Double.self)
      case 7: single = try reader.decode(Float?.self)
      case 8: bytes = try reader.decode([UInt8].self)
      case 9: data = try reader.decode(Data?.self)
      case 10: date = try reader.decode(Date?.self)
      case 11: id = try reader.decode(UUID?.self)
      case 12: link = try reader.decode(URL?.self)
      case 13: price = try reader.decode(Decimal?.self)
      case 14: list = try reader.decode([DirectTypes.Point].self)
      case 15: names = try reader.decode(Set<String>?.self)
      case 16: byName = try reader.decode([String: Int]?.self)
      case 17: byNumber = try reader.decode([Int: DirectTypes.Point?]?.self)
      case 18: shape = try reader.decode(DirectTypes.Shape?.self)
      case 19: boxed = try reader.decode(DirectTypes.Box<[Double]>?.self)
      default: plain = try reader.decode(DirectTypes.Plain?.self)
      }
    }
    guard let text else { throw reader.keyNotFound("text", in: map) }
    guard let flag else { throw reader.keyNotFound("flag", in: map) }
    guard let whole else { throw reader.keyNotFound("whole", in: map) }
    guard let number else { throw reader.keyNotFound("number", in: map) }
    guard let bytes else { throw reader.keyNotFound("bytes", in: map) }
    guard let list else { throw reader.keyNotFound("list", in: map) }
    (self.text, self.flag, self.whole, self.number, self.bytes, self.list) = (text, flag, whole, number, bytes, list)
  }

  func encode(to writer: inout CBORWriter) throws {
    let optional: [Any?] = [
      wide, narrow, huge, single, data, date, id, link, price, names, byName, byNumber, shape, boxed, plain,
    ]
    try writer.beginMap(6 + optional.count { $0 != nil })
    try writer.encode(text, forKey: "text")
    try writer.encode(flag, forKey: "flag")
    try writer.encode(whole, forKey: "whole")
    if let wide { try writer.encode(wide, forKey: "wide") }
    if let narrow { try writer.encode(narrow, forKey: "narrow") }
    if let huge { try writer.encode(huge, forKey: "huge") }
    try writer.encode(number, forKey: "number")
    if let single { try writer.encode(single, forKey: "single") }
    try writer.encode(bytes, forKey: "bytes")
    if let data { try writer.encode(data, forKey: "data") }
    if let date { try writer.encode(date, forKey: "date") }
    if let id { try writer.encode(id, forKey: "id") }
    if let link { try writer.encode(link, forKey: "link") }
    if let price { try writer.encode(price, forKey: "price") }
    try writer.encode(list, forKey: "list")
    if let names { try writer.encode(names, forKey: "names") }
    if let byName { try writer.encode(byName, forKey: "byName") }
    if let byNumber { try writer.encode(byNumber, forKey: "byNumber") }
    if let shape { try writer.encode(shape, forKey: "shape") }
    if let boxed { try writer.encode(boxed, forKey: "boxed") }
    if let plain { try writer.encode(plain, forKey: "plain") }
    writer.endMap()
  }
}
