// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall

// Each type twice: without and with its declaration, which is written as a macro would write it. Both have the same
// names, so that the texts of their schemas are equal.

enum Undeclared {
  struct Address: Codable, Sendable {
    var city: String
    var zip: UInt32
  }

  enum Color: String, Codable, Sendable { case red, green = "dark green" }
  enum Level: Int16, Codable, Sendable { case low = -1, high = 10 }
  enum Only: String, Codable, Sendable { case one }

  struct Key: RawRepresentable, Codable, Hashable, Sendable { var rawValue: UInt32 }

  struct Everything: Codable, Sendable {
    var address: Address
    var color: Color
    var level: Level?
    var only: Only
    var twice: String??
    var list: [Address]
    var set: Set<Int>
    var texts: [String: Address]
    var numbers: [Int: Color]
    var pairs: [Key: [Address?]]
    var avatar: [UInt8]?
    var when: Date
    var wide: UInt128
    var vector: SIMD3<Float>
    var nothing: Empty
  }

  struct Renamed: Codable, Sendable {
    enum CodingKeys: String, CodingKey { case id = "user id", name = "n" }
    var id: UInt64
    var name: String?
  }

  struct Numbered: Codable, Sendable {
    enum CodingKeys: Int, CodingKey { case id = 1, name = -2 }
    var id: UInt64
    var name: String
  }

  final class Node: Codable, Sendable {
    let value: Int
    let next: Node?
    let children: [Node]
    init() { (value, next, children) = (0, nil, []) }
  }

  final class Left: Codable, Sendable {
    let right: Right?
    init() { right = nil }
  }

  final class Right: Codable, Sendable {
    let left: Left
    let name: String
    init() { (left, name) = (Left(), "") }
  }

  indirect enum Expression: Codable, Sendable {
    case sum(Expression, Expression)
    case number(Double)
    case variable(name: String, index: Int?)
    case nothing
  }

  enum Single: Codable, Sendable { case only(Int) }

  struct Page<Item: Codable & Sendable>: Codable, Sendable {
    var items: [Item]
    var next: Item?
    var tail: [Page<Item>]
  }

  struct Wide: Codable, Sendable {
    var a0, a1, a2, a3, a4, a5, a6, a7, a8, a9: Int
    var b0, b1, b2, b3, b4, b5, b6, b7, b8, b9: String
    var c0, c1, c2, c3, c4, c5, c6, c7, c8, c9: Bool
    var d0, d1, d2, d3, d4, d5, d6, d7, d8, d9: Double?
    var e0, e1, e2, e3, e4, e5, e6, e7, e8, e9: Address
    var f0, f1, f2, f3, f4, f5, f6, f7, f8, f9: Color
    var g0, g1, g2, g3, g4, g5, g6, g7, g8, g9: [Level]
  }
}

enum Declared {
  struct Address: Codable, Sendable {
    var city: String
    var zip: UInt32
  }

  enum Color: String, Codable, Sendable { case red, green = "dark green" }
  enum Level: Int16, Codable, Sendable { case low = -1, high = 10 }
  enum Only: String, Codable, Sendable { case one }

  struct Everything: Codable, Sendable {
    var address: Address
    var color: Color
    var level: Level?
    var only: Only
    var twice: String??
    var list: [Address]
    var set: Set<Int>
    var texts: [String: Address]
    var numbers: [Int: Color]
    var pairs: [Undeclared.Key: [Address?]]
    var avatar: [UInt8]?
    var when: Date
    var wide: UInt128
    var vector: SIMD3<Float>
    var nothing: Empty
  }

  struct Renamed: Codable, Sendable {
    enum CodingKeys: String, CodingKey { case id = "user id", name = "n" }
    var id: UInt64
    var name: String?
  }

  struct Numbered: Codable, Sendable {
    enum CodingKeys: Int, CodingKey { case id = 1, name = -2 }
    var id: UInt64
    var name: String
  }

  final class Node: Codable, Sendable {
    let value: Int
    let next: Node?
    let children: [Node]
    init() { (value, next, children) = (0, nil, []) }
  }

  final class Left: Codable, Sendable {
    let right: Right?
    init() { right = nil }
  }

  final class Right: Codable, Sendable {
    let left: Left
    let name: String
    init() { (left, name) = (Left(), "") }
  }

  indirect enum Expression: Codable, Sendable {
    case sum(Expression, Expression)
    case number(Double)
    case variable(name: String, index: Int?)
    case nothing
  }

  enum Single: Codable, Sendable { case only(Int) }

  struct Page<Item: Codable & Sendable>: Codable, Sendable {
    var items: [Item]
    var next: Item?
    var tail: [Page<Item>]
  }

  struct Wide: Codable, Sendable {
    var a0, a1, a2, a3, a4, a5, a6, a7, a8, a9: Int
    var b0, b1, b2, b3, b4, b5, b6, b7, b8, b9: String
    var c0, c1, c2, c3, c4, c5, c6, c7, c8, c9: Bool
    var d0, d1, d2, d3, d4, d5, d6, d7, d8, d9: Double?
    var e0, e1, e2, e3, e4, e5, e6, e7, e8, e9: Address
    var f0, f1, f2, f3, f4, f5, f6, f7, f8, f9: Color
    var g0, g1, g2, g3, g4, g5, g6, g7, g8, g9: [Level]
  }
}

extension Declared.Address: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record(
      [
        HostFieldSchema("city", String.self, documentation: "The city."), HostFieldSchema("zip", UInt32.self),
      ], documentation: "A postal address.")
  }
}

extension Declared.Color: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .rawValues(
      String.self, [HostRawCaseSchema("red", rawValue: "red"), HostRawCaseSchema("green", rawValue: "dark green")])
  }
}

extension Declared.Level: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .rawValues(
      Int16.self, [HostRawCaseSchema("low", rawValue: "-1"), HostRawCaseSchema("high", rawValue: "10")],
      documentation: "How high.")
  }
}

extension Declared.Only: HostSchemaProviding {
  static var hostSchema: HostTypeSchema { .rawValues(String.self, [HostRawCaseSchema("one", rawValue: "one")]) }
}

extension Declared.Everything: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("address", Declared.Address.self),
      HostFieldSchema("color", Declared.Color.self),
      HostFieldSchema("level", Declared.Level.self, isOptional: true),
      HostFieldSchema("only", Declared.Only.self),
      HostFieldSchema("twice", String?.self, isOptional: true),
      HostFieldSchema("list", [Declared.Address].self),
      HostFieldSchema("set", Set<Int>.self),
      HostFieldSchema("texts", [String: Declared.Address].self),
      HostFieldSchema("numbers", [Int: Declared.Color].self),
      HostFieldSchema("pairs", [Undeclared.Key: [Declared.Address?]].self),
      HostFieldSchema("avatar", [UInt8].self, isOptional: true),
      HostFieldSchema("when", Date.self),
      HostFieldSchema("wide", UInt128.self),
      HostFieldSchema("vector", SIMD3<Float>.self),
      HostFieldSchema("nothing", Empty.self),
    ])
  }
}

extension Declared.Renamed: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([HostFieldSchema("user id", UInt64.self), HostFieldSchema("n", String.self, isOptional: true)])
  }
}

extension Declared.Numbered: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([HostFieldSchema("id", integer: 1, UInt64.self), HostFieldSchema("name", integer: -2, String.self)])
  }
}

extension Declared.Node: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("value", Int.self), HostFieldSchema("next", Declared.Node.self, isOptional: true),
      HostFieldSchema("children", [Declared.Node].self),
    ])
  }
}

extension Declared.Left: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([HostFieldSchema("right", Declared.Right.self, isOptional: true)])
  }
}

extension Declared.Right: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([HostFieldSchema("left", Declared.Left.self), HostFieldSchema("name", String.self)])
  }
}

extension Declared.Expression: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .cases([
      HostCaseSchema(
        "sum", [HostFieldSchema("_0", Declared.Expression.self), HostFieldSchema("_1", Declared.Expression.self)]),
      HostCaseSchema("number", [HostFieldSchema("_0", Double.self)], documentation: "A number."),
      HostCaseSchema(
        "variable", [HostFieldSchema("name", String.self), HostFieldSchema("index", Int.self, isOptional: true)]),
      HostCaseSchema("nothing"),
    ])
  }
}

extension Declared.Single: HostSchemaProviding {
  static var hostSchema: HostTypeSchema { .cases([HostCaseSchema("only", [HostFieldSchema("_0", Int.self)])]) }
}

extension Declared.Page: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("items", [Item].self), HostFieldSchema("next", Item.self, isOptional: true),
      HostFieldSchema("tail", [Declared.Page<Item>].self),
    ])
  }
}

extension Declared.Wide: HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    func ten(_ letter: String, _ type: any Decodable.Type, isOptional: Bool = false) -> [HostFieldSchema] {
      (0..<10).map { HostFieldSchema("\(letter)\($0)", type, isOptional: isOptional) }
    }
    let fields =
      ten("a", Int.self) + ten("b", String.self) + ten("c", Bool.self) + ten("d", Double.self, isOptional: true)
      + ten("e", Declared.Address.self) + ten("f", Declared.Color.self) + ten("g", [Declared.Level].self)
    return .record(fields)
  }
}
