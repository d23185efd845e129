// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

private struct Ask<Response: Codable & Sendable>: HostCallable {
  static var wireName: String { "ask" }
}

private func schema<Value: Codable & Sendable>(of type: Value.Type) -> (lines: [String], gaps: [String]) {
  let schema = HostCallSchema(Ask<Value>.self)
  return (schema.outline.split(separator: "\n").dropFirst().map(String.init), schema.gaps)
}

/// A type with a handwritten decoder, which encodes nothing.
private protocol ByHand: Codable, Sendable {}

extension ByHand {
  func encode(to encoder: any Encoder) throws {}
}

private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

@Suite("Schemas of types with handwritten decoders", .timeLimit(.minutes(1)))
struct HandWrittenTypeTests {
  enum Kind: String, Codable { case circle, square, dot }

  enum Shape: ByHand {
    case circle(radius: Double)
    case square(side: Int)
    case dot
    enum Keys: String, CodingKey { case type, radius, side }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      switch try container.decode(Kind.self, forKey: .type) {
      case .circle: self = .circle(radius: try container.decode(Double.self, forKey: .radius))
      case .square: self = .square(side: try container.decode(Int.self, forKey: .side))
      case .dot: self = .dot
      }
    }
  }

  @Test("a field that decides the rest yields an alternative for each of its values")
  func discriminator() {
    #expect(
      schema(of: Shape.self).lines == [
        #"response/0.radius: float"#, #"response/0.type: "circle""#, #"response/1.side: int64"#,
        #"response/1.type: "square""#, #"response/2.type: "dot""#,
      ])
  }

  struct Turned: ByHand {
    enum Kind: String, Codable { case dot, square, circle }
    enum Keys: String, CodingKey { case side, radius, type }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      switch try container.decode(Kind.self, forKey: .type) {
      case .dot: break
      case .square: _ = try container.decode(Int.self, forKey: .side)
      case .circle: _ = try container.decode(Double.self, forKey: .radius)
      }
    }
  }

  struct InArray: ByHand {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      switch try container.decode(Kind.self) {
      case .circle: _ = try container.decode(Double.self)
      case .square: _ = try container.decode(Int.self)
      case .dot: break
      }
    }
  }

  struct InArrayTurned: ByHand {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      switch try container.decode(Turned.Kind.self) {
      case .dot: break
      case .square: _ = try container.decode(Int.self)
      case .circle: _ = try container.decode(Double.self)
      }
    }
  }

  @Test("the order of cases does not matter, in a map or an array")
  func caseOrder() {
    #expect(schema(of: Shape.self) == schema(of: Turned.self))
    #expect(HostCallSchema(Ask<Shape>.self).fingerprint == HostCallSchema(Ask<Turned>.self).fingerprint)
    #expect(schema(of: InArray.self) == schema(of: InArrayTurned.self))
    #expect(
      schema(of: InArrayTurned.self).lines == [
        #"response/0[0]: "dot""#, #"response/1[0]: "circle""#, "response/1[1]: float", #"response/2[0]: "square""#,
        "response/2[1]: int64",
      ])
  }

  @Test("a deciding field yields alternatives even after another enum")
  func laterDiscriminator() {
    enum Color: String, Codable { case blue, red }
    struct Painted: ByHand {
      enum Keys: CodingKey { case color, type, radius, side }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        _ = try container.decode(Color.self, forKey: .color)
        switch try container.decode(Kind.self, forKey: .type) {
        case .circle: _ = try container.decode(Double.self, forKey: .radius)
        case .square, .dot: break
        }
      }
    }
    #expect(
      schema(of: Painted.self).lines == [
        #"response/0.color: "blue" / "red""#, "response/0.radius: float", #"response/0.type: "circle""#,
        #"response/1.color: "blue" / "red""#, #"response/1.type: "dot" / "square""#,
      ])
  }

  @Test("a payload lists all values of an enum that it contains")
  func enumInPayload() {
    enum Command: Codable, Sendable {
      case draw(Kind, of: Int)
      case stop
    }
    #expect(
      schema(of: Command.self).lines == [
        #"response/draw._0: "circle" / "dot" / "square""#, "response/draw.of: int64", "response/stop: {}",
      ])
  }

  @Test("a field that decides nothing yields a single type")
  func noDiscriminator() {
    struct Colored: Codable {
      var kind: Kind
      var other: Kind
      var name: String
    }
    #expect(
      schema(of: Colored.self).lines == [
        #"response.kind: "circle" / "dot" / "square""#, "response.name: tstr",
        #"response.other: "circle" / "dot" / "square""#,
      ])
  }

  @Test("an enum that accepts values of later versions is any text")
  func openEnum() {
    enum Open: String, ByHand {
      case a, b, unknown
      init(from decoder: any Decoder) throws {
        self = Open(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
      }
    }
    #expect(schema(of: Open.self).lines == ["response: tstr"])
  }

  @Test("an unkeyed container is a tuple, with null where it is requested")
  func tuples() {
    struct Pair: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        _ = try container.decode(Int.self)
        _ = try container.decodeIfPresent(Kind.self)
      }
    }
    struct List: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        _ = try container.decode(UInt8.self)
        while !container.isAtEnd {
          if try !container.decodeNil() { _ = try container.decode(String.self) }
        }
      }
    }
    struct Counted: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        for _ in 0..<(container.count ?? 0) { _ = try container.decode(Bool.self) }
      }
    }
    #expect(
      schema(of: Pair.self).lines == ["response[0]: int64", #"response[1]~: "circle" / "dot" / "square""#])
    #expect(schema(of: List.self).lines == ["response[0]: uint8", "response[]~: tstr"])
    #expect(schema(of: Counted.self).lines == ["response[]: bool"])
    #expect(HostCallSchema(Ask<List>.self).cddl.contains("ask.response = [uint8, * tstr / null]\n"))
  }

  @Test("requests from several passes are combined")
  func passes() {
    struct Twice: ByHand {
      enum Keys: CodingKey { case nested, value }
      enum Inner: CodingKey { case a, b }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        _ = try container.nestedContainer(keyedBy: Inner.self, forKey: .nested).decode(Int8.self, forKey: .a)
        _ = try container.nestedContainer(keyedBy: Inner.self, forKey: .nested).decode(Int16.self, forKey: .b)
        _ = try container.decode(Int32.self, forKey: .value)
        _ = try container.decode(String.self, forKey: .value)
      }
    }
    #expect(
      schema(of: Twice.self).lines == [
        "response.nested.a: int8", "response.nested.b: int16", "response.value/0: int32", "response.value/1: tstr",
      ])
  }

  @Test("enumerated keys yield a map of all keys, and unknown keys a dictionary")
  func keys() {
    struct Known: ByHand {
      enum Keys: CodingKey { case a, b }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        for key in container.allKeys {
          switch key {
          case .a: _ = try container.decode(Int.self, forKey: .a)
          case .b: _ = try container.decode(String.self, forKey: .b)
          }
        }
      }
    }
    struct Numbered: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        var number = 0
        while container.contains(AnyKey(stringValue: "item\(number)")) {
          _ = try container.decode(Bool.self, forKey: AnyKey(stringValue: "item\(number)"))
          number += 1
        }
      }
    }
    #expect(schema(of: Known.self).lines == ["response.a?: int64", "response.b?: tstr"])
    #expect(schema(of: Numbered.self).lines == ["response{}: bool"])
  }

  @Test("a type that requests something else for another value is a gap")
  func ways() {
    struct Fickle: ByHand {
      enum Keys: CodingKey { case isNew, name, id }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        if try container.decode(Bool.self, forKey: .isNew) { return }
        _ = try container.decode(Int.self, forKey: .id)
        throw CancellationError()
      }
    }
    #expect(schema(of: Fickle.self).gaps == ["Fickle decodes in more than one way"])
    #expect(schema(of: TimeZone.self).gaps == ["TimeZone decodes in more than one way"])
  }

  @Test("a type that reads its coding path is described")
  func codingPath() {
    struct Inner: ByHand {
      init(from decoder: any Decoder) throws {
        guard decoder.codingPath.last?.stringValue == "inner" else { throw CancellationError() }
      }
    }
    struct Outer: Codable { var inner: Inner }
    #expect(schema(of: Outer.self) == (["response.inner: {}"], []))
  }

  struct Box<Value: Codable & Sendable>: Codable, Sendable { var value: [Value] }
  final class Growing<Value: Codable & Sendable>: Codable, Sendable {
    let next: Box<Growing<[Value]>>?
    init() { next = nil }
  }

  @Test("types that contain ever more types are a gap")
  func endless() {
    let found = schema(of: Growing<Int>.self)
    #expect(found.gaps == ["Growing<Int> consists of more than 1000 types"])
    #expect(found.lines == ["response: any"])
  }

  // Each refers to all others, so exploring every path would take practically forever.
  indirect enum E0: Codable, Sendable { case a(E1), b(E2), c(E3), d(E4), e(E5), f(E6), g(E7), h(E8), i(E9), end }
  indirect enum E1: Codable, Sendable { case a(E0), b(E2), c(E3), d(E4), e(E5), f(E6), g(E7), h(E8), i(E9), end }
  indirect enum E2: Codable, Sendable { case a(E0), b(E1), c(E3), d(E4), e(E5), f(E6), g(E7), h(E8), i(E9), end }
  indirect enum E3: Codable, Sendable { case a(E0), b(E1), c(E2), d(E4), e(E5), f(E6), g(E7), h(E8), i(E9), end }
  indirect enum E4: Codable, Sendable { case a(E0), b(E1), c(E2), d(E3), e(E5), f(E6), g(E7), h(E8), i(E9), end }
  indirect enum E5: Codable, Sendable { case a(E0), b(E1), c(E2), d(E3), e(E4), f(E6), g(E7), h(E8), i(E9), end }
  indirect enum E6: Codable, Sendable { case a(E0), b(E1), c(E2), d(E3), e(E4), f(E5), g(E7), h(E8), i(E9), end }
  indirect enum E7: Codable, Sendable { case a(E0), b(E1), c(E2), d(E3), e(E4), f(E5), g(E6), h(E8), i(E9), end }
  indirect enum E8: Codable, Sendable { case a(E0), b(E1), c(E2), d(E3), e(E4), f(E5), g(E6), h(E7), i(E9), end }
  indirect enum E9: Codable, Sendable { case a(E0), b(E1), c(E2), d(E3), e(E4), f(E5), g(E6), h(E7), i(E8), value(Int) }

  @Test("types that all contain each other are described quickly, in linear size")
  func mutual() {
    struct Holder: Codable {
      var e: [E9]
      var tail: String
    }
    struct OtherHolder: Codable {
      var tail: Int
      var e: [E9]
    }
    let found = schema(of: Holder.self)
    #expect(found.gaps.isEmpty)
    #expect(found.lines.count < 120)
    #expect(found.lines.last == "response.tail: tstr")
    // E0 to E8 are the same type except for their names. Fields after them still count.
    #expect(HostCallSchema(Ask<Holder>.self).fingerprint != HostCallSchema(Ask<OtherHolder>.self).fingerprint)
  }
}
