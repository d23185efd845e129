// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

/// Errors in CBORDecodable types have the same coding paths as through containers.
@Suite("Coding paths of errors in CBORDecodable types")
struct DirectPathTests {
  private struct Point: Codable, CBORDecodable {
    var x: Int
    var list: [Int]?
    var plain: Plain?
    var inner: [Point]?

    init(from reader: inout CBORReader) throws {
      var x: Int?, list: [Int]?, plain: Plain?, inner: [Point]?
      var map = try reader.beginMap()
      if reader.nextKey("x", 0, in: &map) { x = try reader.decode(Int.self) }
      while let field = try reader.nextField(
        in: &map, of: ["x", "list", "plain", "inner"] as InlineArray<4, StaticString>)
      {
        switch field {
        case 0: x = try reader.decode(Int.self)
        case 1: list = try reader.decode([Int]?.self)
        case 2: plain = try reader.decode(Plain?.self)
        default: inner = try reader.decode([Point]?.self)
        }
      }
      guard let x else { throw reader.keyNotFound("x", in: map) }
      (self.x, self.list, self.plain, self.inner) = (x, list, plain, inner)
    }
  }

  /// A type that is only Codable, and has direct types inside.
  private struct Plain: Codable {
    var points: [String: Point]?
    var shape: Shape?
    var numbers: [Int]?
  }

  private indirect enum Shape: Codable {
    case circle(radius: Point)
    case none
  }

  private func error(_ bytes: String, byContainers: Bool) -> DecodingError? {
    var decoder = CBORDecoder()
    if byContainers { decoder.userInfo = .throughContainers }
    return #expect(throws: DecodingError.self, "\(bytes)") { try decoder.decode([Point].self, from: hex(bytes)) }
  }

  private func path(_ error: DecodingError?) -> [String] {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context),
      .keyNotFound(_, let context):
      context.codingPath.map(\.stringValue)
    default: ["no error"]
    }
  }

  @Test(
    "an error has the same coding path as through containers, at any depth",
    arguments: [
      "81 a1 6178 6161", "82 a1 6178 01 a0", "81 a1 6178 f6", "81 a2 6178 01 646c697374 82 01 60",
      "81 a2 6178 01 646c697374 83 01 02 6178", "81 a2 6178 01 65696e6e6572 81 a1 6178 f5",
      "81 a2 6178 01 65706c61696e a1 66706f696e7473 a1 616b a1 6178 60",
      "81 a2 6178 01 65706c61696e a1 66706f696e7473 a1 616b a2 6178 01 646c697374 82 01 60",
      "81 a2 6178 01 65706c61696e a1 65 7368617065 a1 66636972636c65 a1 66726164697573 a1 6178 60",
      "81 a2 6178 01 65706c61696e a1 65 7368617065 a1 66636972636c65 a0",
      "81 a2 6178 01 65706c61696e a1 676e756d62657273 82 01 60",
      "82 a2 6178 01 65706c61696e a0 a2 6178 01 65706c61696e a1 676e756d62657273 9f 01 60 ff",
    ])
  func errors(_ bytes: String) {
    let (direct, other) = (error(bytes, byContainers: false), error(bytes, byContainers: true))
    #expect(path(direct) == path(other))
    #expect(path(direct).first?.hasPrefix("Index") == true)
  }

  /// A type whose key is text or an integer.
  private struct Header: Codable, CBORDecodable {
    var algorithm: Int?

    enum CodingKeys: Int, CodingKey {
      case algorithm = 1

      var stringValue: String { "alg" }

      init?(stringValue: String) {
        guard stringValue == "alg" else { return nil }
        self = .algorithm
      }
    }

    init(from reader: inout CBORReader) throws {
      var map = try reader.beginMap()
      while try reader.nextField(in: &map, of: [CBORKey("alg", 1)] as InlineArray<1, CBORKey>) != nil {
        algorithm = try reader.decode(Int?.self)
      }
    }
  }

  @Test(
    "a key as text and as an integer is the same error as through containers, at the later key",
    arguments: ["81 a2 63616c67 20 01 20", "81 a2 01 20 63616c67 20", "81 bf 1801 20 7f62616c6167ff 41d9 ff"])
  func keyInBothForms(_ bytes: String) {
    var decoder = CBORDecoder()
    var descriptions: [String] = []
    for byContainers in [false, true] {
      decoder.userInfo = byContainers ? .throughContainers : [:]
      let error = #expect(throws: DecodingError.self) { try decoder.decode([Header].self, from: hex(bytes)) }
      #expect(path(error) == ["Index 0", "alg"])
      descriptions.append("\(String(describing: error))".components(separatedBy: "debugDescription").last ?? "")
    }
    #expect(descriptions[0] == descriptions[1])
    #expect(descriptions[0].contains("as text and as the integer 1"))
  }

  @Test(
    "a key that no dictionary has is the same error as through containers",
    arguments: [
      "a1 f5 01", "a1 f6 01", "a1 4161 01", "a1 c16161 01", "a1 1bffffffffffffffff 01", "a1 3bffffffffffffffff 01",
      "a1 f97e00 01", "a1 8101 01", "a1 05 01", "a1 20 01", "bf 6161 01 05 01 ff",
    ])
  func dictionaryKey(_ bytes: String) {
    var decoder = CBORDecoder()
    func errors<Value: Decodable>(_ type: Value.Type) -> [String] {
      [[:], .throughContainers].map { userInfo in
        decoder.userInfo = userInfo
        return
          "\(String(describing: #expect(throws: DecodingError.self) { try decoder.decode(type, from: hex(bytes)) }))"
      }
    }
    for errors in [errors([String: UUID].self), errors([String: [Bool]].self), errors([String: String].self)] {
      #expect(errors[0] == errors[1])
    }
  }

  /// A type that creates errors in several orders, and checks their paths.
  private struct Catching: CBORDecodable {
    init(from decoder: any Decoder) throws {}

    init(from reader: inout CBORReader) throws {
      let start = reader.offset
      var array = try reader.beginArray()
      func check(_ error: (any Error)?, _ path: [String]) {
        guard case .dataCorrupted(let context) = error as? DecodingError else {
          return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(context.codingPath.map(\.stringValue) == path)
      }
      var starts: [Int] = []
      while reader.nextElement(of: &array) {
        let index = starts.count
        starts.append(reader.offset)
        var map = try reader.beginMap()
        check(reader.dataCorrupted(at: starts[index], "The map"), ["Index \(index)"])
        while try reader.nextField(in: &map, of: ["k"] as InlineArray<1, StaticString>) != nil {
          let value = reader.offset
          check(reader.dataCorrupted(at: value, "The value"), ["Index \(index)", "k"])
          check(reader.dataCorrupted(at: value + 1, "The element"), ["Index \(index)", "k", "Index 0"])
          check(reader.dataCorrupted(at: value + 2, "The element"), ["Index \(index)", "k", "Index 1"])
          check(reader.dataCorrupted(at: value + 1, "The element"), ["Index \(index)", "k", "Index 0"])
          check(reader.dataCorrupted(at: starts[index] + 1, "The key"), ["Index \(index)"])
          check(reader.dataCorrupted(at: start, "The array"), [])
          check(reader.dataCorrupted(at: starts[0], "The first element"), ["Index 0"])
          check(reader.dataCorrupted(at: value + 2, "The element"), ["Index \(index)", "k", "Index 1"])
          _ = try reader.decode([Int].self)
        }
      }
      for (index, offset) in starts.enumerated().reversed() {
        check(reader.dataCorrupted(at: offset, "An element"), ["Index \(index)"])
      }
    }
  }

  @Test("errors have correct coding paths, in whatever order a type creates them")
  func order() throws {
    let element = "a1 616b 820102"
    _ = try CBORDecoder().decode(Catching.self, from: hex("84" + element + element + element + element))
  }
}
