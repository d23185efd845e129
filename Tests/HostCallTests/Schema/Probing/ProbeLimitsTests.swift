// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Synchronization
import TestSupport
import Testing

private struct Ask<Response: Codable & Sendable>: HostCallable {
  static var wireName: String { "ask" }
}

/// A type with a handwritten decoder, which encodes nothing.
private protocol ByHand: Codable, Sendable {}

extension ByHand {
  func encode(to encoder: any Encoder) throws {}
}

private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(_ text: String) { stringValue = text }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

private enum Keys: CodingKey { case a, b, next }

private func gaps<Value: Codable & Sendable>(of type: Value.Type) -> [String] { HostCallSchema(Ask<Value>.self).gaps }

private let requests = "makes more than 10000 requests to its decoder"
private let elements = "requests more than 4096 elements of one array"

@Suite("Limits on computing a schema", .timeLimit(.minutes(2)))
struct ProbeLimitsTests {
  struct UntilTrue: ByHand {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while try !container.decode(Bool.self) {}
    }
  }

  struct UntilNull: ByHand {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while try !container.decodeNil() {}
    }
  }

  struct UntilEnd: ByHand {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while try container.decode(String.self) != "END" {}
    }
  }

  @Test("a type that takes elements until an impossible one is a gap")
  func sentinels() {
    #expect(gaps(of: UntilTrue.self) == ["UntilTrue \(elements)"])
    #expect(gaps(of: UntilNull.self) == ["UntilNull \(requests)"])
    #expect(gaps(of: UntilEnd.self) == ["UntilEnd \(elements)"])
    struct Holder: Codable {
      var name: String
      var flags: [UntilTrue]
    }
    let schema = HostCallSchema(Ask<Holder>.self)
    #expect(schema.outline.hasSuffix("response.flags[]: any\nresponse.name: tstr\n"))
    #expect(schema.cddl.contains("; any: UntilTrue \(elements)\n"))
  }

  @Test("a type that never stops requests that cannot fail is a gap")
  func requestsThatCannotFail() {
    struct Nulls: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        while !container.decodeNil() {}
      }
    }
    struct Present: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        while container.contains(.a) {}
      }
    }
    struct Absent: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        _ = container.contains(AnyKey("first"))
        while !container.contains(AnyKey("second")) {}
      }
    }
    struct Shown: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        while !container.allKeys.isEmpty {}
      }
    }
    struct NotAtEnd: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.unkeyedContainer()
        while !container.isAtEnd {}
      }
    }
    #expect(gaps(of: Nulls.self) == ["Nulls \(requests)"])
    #expect(gaps(of: Present.self) == ["Present \(requests)"])
    #expect(gaps(of: Absent.self) == ["Absent \(requests)"])
    #expect(gaps(of: Shown.self) == ["Shown \(requests)"])
    #expect(gaps(of: NotAtEnd.self) == ["NotAtEnd \(requests)"])
  }

  @Test("a type that takes keys, containers or itself endlessly is a gap")
  func structures() {
    struct Numbered: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for number in 0... { _ = try container.decode(Int.self, forKey: AnyKey("item\(number)")) }
      }
    }
    struct Chain: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while try container.decode(String.self) != "END" { container = try container.nestedUnkeyedContainer() }
      }
    }
    struct Tree: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        guard try container.decode(String.self, forKey: .a) != "leaf" else { return }
        _ = try Tree(from: container.superDecoder(forKey: .b))
        _ = try Tree(from: container.superDecoder(forKey: .next))
      }
    }
    struct Again: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        if try container.decode(String.self, forKey: .a) != "END" { _ = try Again(from: decoder) }
      }
    }
    #expect(gaps(of: Numbered.self) == ["Numbered requests more than 4096 keys of one container"])
    #expect(gaps(of: Chain.self) == ["Chain opens more than 64 nested containers"])
    #expect(gaps(of: Tree.self) == ["Tree opens more than 64 nested containers"])
    #expect(gaps(of: Again.self) == ["Again \(requests)"])
  }

  @Test("a type that ignores errors and continues is a gap")
  func deafTypes() {
    struct Lossy: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while (try? container.decode(String.self)) != "END" {}
      }
    }
    struct Stubborn: ByHand {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        while container.allKeys.count < 2 {}
      }
    }
    let reason = "does not return for made-up values"
    #expect(gaps(of: Lossy.self) == ["Lossy \(reason)"])
    #expect(gaps(of: Stubborn.self) == ["Stubborn \(reason)"])
    // From then on, the type is known to be a gap.
    #expect(gaps(of: [Lossy].self) == ["Lossy \(reason)"])
  }

  @Test("a type that does not return is a gap after the time limit, and is not tried again")
  func stuck() {
    struct Waiting: ByHand {
      static let count = Atomic<Int>(0)

      init(from decoder: any Decoder) throws {
        Self.count.add(1, ordering: .relaxed)
        while true { Thread.sleep(forTimeInterval: 100) }
      }
    }
    struct Holder: Codable {
      var name: String
      var waiting: Waiting?
    }
    let schema = HostCallSchema(Ask<Holder>.self)
    #expect(schema.gaps == ["Waiting does not return for made-up values"])
    #expect(schema.outline.hasSuffix("response.name: tstr\nresponse.waiting?: any\n"))
    #expect(HostCallSchema(Ask<Holder>.self) == schema)
    #expect(Waiting.count.load(ordering: .relaxed) == 1)
  }

  struct Two<Left: Codable & Sendable, Right: Codable & Sendable>: Codable, Sendable {
    var left: [Left]
    var right: [Right]
  }

  struct Box<Value: Codable & Sendable>: Codable, Sendable { var value: [Value] }

  final class Doubling<Value: Codable & Sendable>: Codable, Sendable {
    let next: Box<Doubling<Two<Value, Value>>>?
    init() { next = nil }
  }

  struct Pair<Value: Codable & Sendable>: Codable, Sendable {
    func encode(to encoder: any Encoder) throws {}

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = try container.decode(Value.self)
      _ = try container.decode(Value.self)
    }
  }

  @Test("types that grow without end are a gap, and other parts are still described")
  func growth() {
    #expect(gaps(of: Doubling<Int>.self) == ["Doubling<Int> consists of more than 1000 types"])
    struct AskBoth: HostCallable {
      static var wireName: String { "ask" }
      typealias Response = Doubling<Int>
      var id: UInt64
    }
    #expect(HostCallSchema(AskBoth.self).outline == "request.id: uint\nresponse: any\n")
    // The response has 2^20 places, and only 20 types.
    func pairs<Value: Codable & Sendable>(_ depth: Int, of type: Value.Type) -> HostCallSchema {
      depth == 0 ? HostCallSchema(Ask<Value>.self) : pairs(depth - 1, of: Pair<Value>.self)
    }
    let schema = pairs(20, of: Int.self)
    #expect(schema.gaps.isEmpty)
    #expect(schema.outline.split(separator: "\n").count < 100)
    #expect(schema.cddl.utf8.count < 100_000)
  }

  @Test("a type whose name doubles with each level is described, and named without its arguments")
  func doublingNames() throws {
    func doubled<Value: Codable & Sendable>(_ depth: Int, of type: Value.Type) -> HostCallSchema {
      depth == 0 ? HostCallSchema(Ask<Value>.self) : doubled(depth - 1, of: Two<Value, Value>.self)
    }
    #expect(doubled(2, of: Int.self).cddl.contains("\nask.Two-Int-Int = {\n"))
    // The names have 2^14 parts, then 2^40.
    try #require(doubled(14, of: Int.self).cddl.utf8.count < 10_000)
    let schema = doubled(40, of: Int.self)
    #expect(schema.gaps.isEmpty)
    #expect(schema.cddl.contains("\nask.Two-2 = {\n"))
    struct Refusing<Left, Right>: ByHand {
      init(from decoder: any Decoder) throws { throw CancellationError() }
    }
    func refusing<Value: Codable & Sendable>(_ depth: Int, of type: Value.Type) -> [String] {
      depth == 0 ? gaps(of: Refusing<Value, Value>.self) : refusing(depth - 1, of: Two<Value, Value>.self)
    }
    #expect(refusing(40, of: Int.self).count == 1)
  }

  /// A type that makes many requests before it requests another type.
  struct Long<Inner: Codable & Sendable>: ByHand {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      for _ in 0..<9_000 { _ = try container.decodeNil() }
      _ = try container.decode(Inner.self)
    }
  }

  struct OuterFirst<Outer: Codable & Sendable, Inner: Codable & Sendable>: Codable, Sendable {
    var outer: Outer
    var inner: Inner
  }

  struct InnerFirst<Outer: Codable & Sendable, Inner: Codable & Sendable>: Codable, Sendable {
    var inner: Inner
    var outer: Outer
  }

  @Test("a type deep inside others that make many requests is described as if it were probed by itself")
  func depth() throws {
    func both<Outer: Codable & Sendable>(_ depth: Int, _ type: Outer.Type) -> [HostCallSchema] {
      if depth > 0 { return both(depth - 1, Long<Outer>.self) }
      return [
        HostCallSchema(Ask<OuterFirst<Outer, Long<Long<Int>>>>.self),
        HostCallSchema(Ask<InnerFirst<Outer, Long<Long<Int>>>>.self),
      ]
    }
    for depth in [4, 8, 14] {
      let schemas = both(depth, Int.self)
      #expect(schemas[0].gaps.isEmpty)
      #expect(schemas[0].outline == schemas[1].outline)
      let path = String(repeating: "[0]~", count: depth)
      #expect(schemas[0].outline.contains("response.outer\(path): int64"))
    }
  }

  @Test("types that end are described: arrays by count or index, and long ones")
  func ending() {
    struct Counted: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while container.currentIndex < container.count! { _ = try container.decode(Double.self) }
      }
    }
    struct Two: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        guard container.count == 2 else { throw CancellationError() }
        _ = (try container.decode(Double.self), try container.decode(Double.self))
      }
    }
    struct Matrix: ByHand {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        for _ in 0..<1024 { _ = try container.decode(Float.self) }
      }
    }
    struct NonEmpty: ByHand {
      init(from decoder: any Decoder) throws {
        guard try !decoder.singleValueContainer().decode([Counted].self).isEmpty else { throw CancellationError() }
      }
    }
    func outline<Value: Codable & Sendable>(_ type: Value.Type) -> [Substring] {
      HostCallSchema(Ask<Value>.self).outline.split(separator: "\n").dropFirst().map { $0 }
    }
    #expect(outline(Counted.self) == ["response[]: float"])
    #expect(outline(Two.self) == ["response[]: float"])
    #expect(outline(Matrix.self).count == 1024)
    #expect(outline(NonEmpty.self) == ["response[][]: float"])
  }
}
