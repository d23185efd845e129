// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

/// A call for the schema of its response.
private struct Ask<Response: Codable & Sendable>: HostCallable {
  static var wireName: String { "ask" }
}

private func outline<Value: Codable & Sendable>(of type: Value.Type) -> [String] {
  HostCallSchema(Ask<Value>.self).outline.split(separator: "\n").dropFirst().map(String.init)
}

@Suite("Schemas of types")
struct SchemaProbeTests {
  enum Color: String, Codable, CaseIterable { case red, green = "dark green" }
  enum Level: Int, Codable { case low = 1, high = 10 }

  struct ID: RawRepresentable, Codable, Hashable {
    var rawValue: UInt32
  }

  @Test("types of the standard library and Foundation are known")
  func known() {
    struct Everything: Codable {
      var bool: Bool
      var date: Date
      var decimal: Decimal
      var double: Double
      var float: Float
      var half: Float16
      var int: Int
      var int128: Int128
      var item: CBORValue
      var small: Int8
      var uint128: UInt128
      var url: URL
      var uuid: UUID
    }
    #expect(
      outline(of: Everything.self) == [
        "response.bool: bool", "response.date: time", "response.decimal: decfrac", "response.double: float",
        "response.float: float16-32", "response.half: float16", "response.int: int64", "response.int128: int128",
        "response.item: any", "response.small: int8", "response.uint128: uint128", "response.url: uri",
        "response.uuid: uuid",
      ])
  }

  @Test("collections are described by their elements")
  func collections() {
    #expect(outline(of: [[Double?]].self) == ["response[][]~: float"])
    #expect(outline(of: Set<ID>.self) == ["response[]: uint32"])
    #expect(outline(of: [String: [Int8]].self) == ["response{}[]: int8"])
    #expect(outline(of: [Int: Bool].self) == ["response{number}: bool"])
    #expect(outline(of: [ID: Bool].self) == ["response[key]: uint32", "response[value]: bool"])
    #expect(outline(of: ClosedRange<UInt8>.self) == ["response[0]: uint8", "response[1]: uint8"])
    #expect(outline(of: ContiguousArray<Int>.self) == ["response[]: int64"])
    #expect(outline(of: [UInt8].self) == ["response: bytes"])
  }

  @Test("an enum with raw values is described by its values")
  func rawValues() {
    #expect(outline(of: Color.self) == [#"response: "dark green" / "red""#])
    #expect(outline(of: Level?.self) == ["response~: 1 / 10"])
    #expect(outline(of: [Color].self) == [#"response[]: "dark green" / "red""#])
  }

  indirect enum Expression: Codable, Sendable {
    case sum(Expression, Expression)
    case negated(Expression)
    case number(Double)
    case variable(name: String, index: Int?)
    case nothing
  }

  @Test("an enum with payloads has an alternative for each case, even if it contains itself")
  func payloads() {
    #expect(
      outline(of: Expression.self) == [
        "response/negated._0: as response", "response/nothing: {}", "response/number._0: float",
        "response/sum._0: as response", "response/sum._1: as response", "response/variable.index?: int64",
        "response/variable.name: tstr",
      ])
  }

  final class Node: Codable, Sendable {
    let value: Int
    let next: Node?
    let children: [Node]

    init() {
      (value, next, children) = (0, nil, [])
    }
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

  final class Endless: Codable, Sendable {
    let next: Endless

    init(_ next: Endless) { self.next = next }
  }

  @Test("a type that contains itself is described")
  func recursion() {
    #expect(
      outline(of: Node.self) == [
        "response.children[]: as response", "response.next?: as response", "response.value: int64",
      ])
    #expect(
      outline(of: Left.self) == ["response.right?.left: as response", "response.right?.name: tstr"])
    #expect(
      outline(of: Right.self) == ["response.left.right?: as response", "response.name: tstr"])
    let endless = HostCallSchema(Ask<Endless>.self)
    #expect(endless.gaps == ["Endless contains itself in each of its values"])
    #expect(endless.outline.hasSuffix("response: any\n"))
  }

  @Test("containers that are requested by hand are described")
  func byHand() {
    struct Versioned: Codable {
      enum Keys: String, CodingKey { case version, body = "payload", extra }
      enum Body: String, CodingKey { case size, items }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        _ = try container.decode(UInt8.self, forKey: .version)
        let body = try container.nestedContainer(keyedBy: Body.self, forKey: .body)
        _ = try body.decode(Int.self, forKey: .size)
        var items = try body.nestedUnkeyedContainer(forKey: .items)
        while !items.isAtEnd { _ = try items.decode(String.self) }
        if container.contains(.extra) { _ = try container.decode(Bool.self, forKey: .extra) }
      }

      func encode(to encoder: any Encoder) throws {}
    }
    #expect(
      outline(of: Versioned.self) == [
        "response.extra?: bool", "response.payload.items[]: tstr", "response.payload.size: int64",
        "response.version: uint8",
      ])
  }

  class Base: Codable {
    var base = 0
  }

  final class Derived: Base {
    var own: String
    private enum CodingKeys: CodingKey { case own }

    required init(from decoder: any Decoder) throws {
      own = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .own)
      try super.init(from: decoder.container(keyedBy: CodingKeys.self).superDecoder())
    }
  }

  @Test("the fields of a superclass are included")
  func superclass() {
    struct Holder: Codable, @unchecked Sendable { var derived: Derived }
    #expect(outline(of: Holder.self) == ["response.derived.own: tstr", "response.derived.super.base: int64"])
  }

  @Test("a type that accepts no example is `any` with the reason, as are types that require it")
  func gaps() {
    struct Email: Codable {
      init(from decoder: any Decoder) throws {
        guard try decoder.singleValueContainer().decode(String.self).contains("@") else {
          throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "there is no @"))
        }
      }

      func encode(to encoder: any Encoder) throws {}
    }
    struct User: Codable {
      var name: String
      var email: Email
    }
    let schema = HostCallSchema(Ask<[User]>.self)
    #expect(schema.gaps == ["Email rejects every example: at [0].email: there is no @"])
    #expect(schema.outline.hasSuffix("response[]: any\n"))
    #expect(schema.cddl.contains("\n; any: Email rejects every example: at [0].email: there is no @\n"))
  }

  @Test("a type that states its CDDL is described by that CDDL and its example")
  func described() {
    struct Email: Codable, CDDLDescribed {
      static var cddl: String { "tstr .regexp \"[^@]+@[^@]+\"" }
      static var cddlExample: Email { Email() }

      private init() {}
      init(from decoder: any Decoder) throws { throw CancellationError() }
      func encode(to encoder: any Encoder) throws {}
    }
    struct User: Codable {
      var email: Email
      var name: String
    }
    #expect(
      outline(of: User.self) == [#"response.email: tstr .regexp "[^@]+@[^@]+""#, "response.name: tstr"])
  }

  @Test("if a type refuses the emptiest example, others are tried")
  func attempts() {
    struct Positive: Codable {
      var number: Int

      init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
        guard number > 0 else { throw CancellationError() }
      }
    }
    struct Letter: Codable {
      init(from decoder: any Decoder) throws {
        guard let first = try decoder.singleValueContainer().decode(String.self).first, first.isLetter else {
          throw CancellationError()
        }
      }

      func encode(to encoder: any Encoder) throws {}
    }
    #expect(outline(of: [Positive].self) == ["response[]: int64"])
    #expect(outline(of: [Letter].self) == ["response[]: tstr"])
  }

  @Test("keys can be any text, and are escaped unambiguously")
  func keys() {
    struct Odd: Codable {
      enum CodingKeys: String, CodingKey {
        case dotted = "a.b"
        case marked = "a?: b"
        case digit = "1"
        case letter = "é"
      }

      var dotted: Int8
      var marked: Int8
      var digit: Int8
      var letter: Int8
    }
    #expect(
      outline(of: Odd.self) == [
        #"response."1": int8"#, #"response."\u00e9": int8"#, #"response."a\u002eb": int8"#,
        #"response."a\u003f\u003a\u0020b": int8"#,
      ])
    let cddl = HostCallSchema(Ask<Odd>.self).cddl
    #expect(cddl.contains(#"  "a.b": int8,"#) && cddl.contains(#"  "é": int8,"#))
  }
}
