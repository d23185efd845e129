// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

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

private enum Kind: String, Codable { case circle, square, dot }
private enum Sides: CodingKey { case circle, square, name, next }

@Suite("Schemas of types that check for keys", .timeLimit(.minutes(1)))
struct KeyPresenceTests {

  @Test("the order of the checks does not matter, and each path is described")
  func presenceOrder() {
    struct CircleFirst: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Sides.self)
        _ = try container.decode(Bool.self, forKey: .next)
        if container.contains(.circle) {
          _ = try container.decode(Double.self, forKey: .circle)
        } else if container.contains(.square) {
          _ = try container.decode(Int.self, forKey: .square)
        } else {
          _ = try container.decode(String.self, forKey: .name)
        }
      }
    }
    struct SquareFirst: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Sides.self)
        if container.contains(.square) {
          _ = try container.decode(Int.self, forKey: .square)
        } else if container.contains(.circle) {
          _ = try container.decode(Double.self, forKey: .circle)
        } else {
          _ = try container.decode(String.self, forKey: .name)
        }
        _ = try container.decode(Bool.self, forKey: .next)
      }
    }
    let found = schema(of: CircleFirst.self)
    #expect(found.gaps.isEmpty)
    #expect(
      found.lines == [
        "response.circle?: float", "response.name?: tstr", "response.next: bool", "response.square?: int64",
      ])
    #expect(schema(of: SquareFirst.self) == found)
    #expect(HostCallSchema(Ask<CircleFirst>.self).fingerprint == HostCallSchema(Ask<SquareFirst>.self).fingerprint)
  }

  /// A type that checks for as many keys as its parameter says.
  struct Checking<Count: Number>: ByHand {
    enum Key: CodingKey {
      case number(Int)
      var stringValue: String {
        switch self {
        case .number(let number): "k\(number)"
        }
      }
      var intValue: Int? { nil }
      init?(stringValue: String) { nil }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for number in 0..<Count.value where container.contains(.number(number)) {
        _ = try container.decode(Bool.self, forKey: .number(number))
      }
    }
  }

  enum Few: Number { static var value: Int { 256 } }
  enum Many: Number { static var value: Int { 1500 } }

  @Test("whether a type checks for too many keys depends on their number, not on the time that it takes")
  func manyKeys() {
    let few = schema(of: Checking<Few>.self)
    #expect(few.gaps.isEmpty)
    #expect(few.lines.count == 256 && few.lines.first == "response.k0?: bool")
    let many = schema(of: Checking<Many>.self)
    #expect(many.gaps == ["Checking<Many> checks for more than 256 keys"])
  }

  @Test("any number of keys that are checked for are optional")
  func presence() {
    struct Settings: ByHand {
      enum Keys: String, CodingKey, CaseIterable {
        case k00, k01, k02, k03, k04, k05, k06, k07, k08, k09, k10, k11, k12, k13, k14, k15, k16, k17, k18, k19, flag
      }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        for key in Keys.allCases.dropLast() where container.contains(key) {
          _ = try container.decode(Kind.self, forKey: key)
        }
        _ = container.contains(.flag)
      }
    }
    let found = schema(of: Settings.self)
    #expect(found.lines.count == 21 && found.lines.last == #"response.k19?: "circle" / "dot" / "square""#)
    #expect(found.lines.first == "response.flag?: any")

    struct Needed: ByHand {
      struct Missing: Error {}
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Sides.self)
        guard container.contains(.name) else { throw Missing() }
        _ = try container.decode(String.self, forKey: .name)
      }
    }
    #expect(schema(of: Needed.self) == (["response.name?: tstr"], []))

    final class Link: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Sides.self)
        if container.contains(.next) { _ = try container.decode(Link.self, forKey: .next) }
      }
    }
    #expect(schema(of: Link.self) == (["response.next?: as response"], []))
  }

  @Test("paths that branch on a value or inside a nested container are described")
  func mixed() {
    struct Mixed: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Sides.self)
        switch try container.decode(Kind.self, forKey: .name) {
        case .circle:
          if container.contains(.circle) {
            _ = try container.decode(Double.self, forKey: .circle)
          } else {
            let nested = try container.nestedContainer(keyedBy: Sides.self, forKey: .next)
            if !nested.contains(.square) { _ = try nested.decode(Int.self, forKey: .name) }
          }
        case .square, .dot: break
        }
      }
    }
    #expect(
      schema(of: Mixed.self) == (
        [
          "response/0.circle?: float", #"response/0.name: "circle""#, "response/0.next?.name?: int64",
          "response/0.next?.square?: any", #"response/1.name: "dot" / "square""#,
        ], []
      ))
  }

  @Test("a type is a gap if one of its paths does not end")
  func endless() {
    struct Endless: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Sides.self)
        if !container.contains(.name) { while container.contains(.next) || !container.contains(.next) {} }
      }
    }
    #expect(schema(of: Endless.self).gaps == ["Endless makes more than 10000 requests to its decoder"])
  }
}
