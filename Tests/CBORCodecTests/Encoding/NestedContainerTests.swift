// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

/// A coding key with any name.
struct AnyKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = "\(intValue)"
    self.intValue = intValue
  }

  init(stringLiteral value: String) { self.init(stringValue: value) }
}

/// A value that encodes by calling a function.
struct Scripted: Encodable {
  let script: (any Encoder) throws -> Void

  init(_ script: @escaping (any Encoder) throws -> Void) { self.script = script }

  func encode(to encoder: any Encoder) throws { try script(encoder) }
}

@Suite("Nested containers and encoders")
struct NestedContainerTests {
  func encoded(_ script: @escaping (any Encoder) throws -> Void) throws -> String {
    hex(try CBOREncoder().encode(Scripted(script)))
  }

  @Test("nested containers keep their content in its place")
  func nested() throws {
    let bytes = try encoded { encoder in
      var outer = encoder.container(keyedBy: AnyKey.self)
      var map = outer.nestedContainer(keyedBy: AnyKey.self, forKey: "m")
      try map.encode(1, forKey: "x")
      var list = outer.nestedUnkeyedContainer(forKey: "l")
      try list.encode(true)
      var inner = list.nestedContainer(keyedBy: AnyKey.self)
      try inner.encode(2, forKey: "y")
      var innermost = list.nestedUnkeyedContainer()
      try innermost.encodeNil()
      #expect(list.count == 3)
    }
    #expect(bytes == "a2616da1617801616c83f5a161790281f6")
  }

  @Test("a nested container may be written to together with its siblings, and after them")
  func interleaved() throws {
    let bytes = try encoded { encoder in
      var outer = encoder.container(keyedBy: AnyKey.self)
      var map = outer.nestedContainer(keyedBy: AnyKey.self, forKey: "m")
      var list = outer.nestedUnkeyedContainer(forKey: "l")
      try outer.encode(0, forKey: "a")
      try map.encode(1, forKey: "x")
      try list.encode(2)
      try outer.encode(["k": [1]], forKey: "b")
      try map.encode(3, forKey: "y")
      try list.encode([4])
    }
    #expect(bytes == "a4616da2617801617903616c8202810461610061" + "62a1616b8101")
  }

  @Test("positions stay correct when a head before them grows")
  func growth() throws {
    let bytes = try encoded { encoder in
      var outer = encoder.unkeyedContainer()
      var first = outer.nestedUnkeyedContainer()
      for _ in 0..<30 {
        var nested = outer.nestedUnkeyedContainer()
        try nested.encode(7)
      }
      for _ in 0..<24 { try first.encode(1) }
      try outer.encode(
        Scripted { encoder in
          var container = encoder.unkeyedContainer()
          for _ in 0..<24 {
            var nested = container.nestedContainer(keyedBy: AnyKey.self)
            try nested.encode(0, forKey: "z")
          }
        })
    }
    #expect(
      bytes == "9820" + "9818" + String(repeating: "01", count: 24) + String(repeating: "8107", count: 30)
        + "9818" + String(repeating: "a1617a00", count: 24))
  }

  @Test("containers that are never written to are empty")
  func untouched() throws {
    let bytes = try encoded { encoder in
      var outer = encoder.unkeyedContainer()
      _ = outer.nestedContainer(keyedBy: AnyKey.self)
      _ = outer.nestedUnkeyedContainer()
      _ = outer.superEncoder()
    }
    #expect(bytes == "83a080a0")
  }

  private class Animal: Codable {
    var name = "Rex"
    init() {}
  }

  private final class Dog: Animal {
    var tricks = ["sit"]
    private enum Keys: String, CodingKey { case tricks, parent }
    let key: Bool

    init(key: Bool) {
      self.key = key
      super.init()
    }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      tricks = try container.decode([String].self, forKey: .tricks)
      key = container.contains(.parent)
      try super.init(from: key ? container.superDecoder(forKey: .parent) : container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try super.encode(to: key ? container.superEncoder(forKey: .parent) : container.superEncoder())
      try container.encode(tricks, forKey: .tricks)
    }
  }

  @Test(
    "a superclass is a separate value under a key, which is super by default", arguments: [false, true])
  func superclasses(_ key: Bool) throws {
    let dog = Dog(key: key)
    dog.name = "Bo"
    let bytes = try CBOREncoder().encode(dog)
    let name = key ? "66706172656e74" : "657375706572"
    #expect(hex(bytes) == "a2" + name + "a1646e616d65" + "62426f" + "66747269636b73" + "8163736974")
    let decoded = try CBORDecoder().decode(Dog.self, from: bytes)
    #expect(decoded.name == "Bo")
    #expect(decoded.tricks == ["sit"])
  }

  @Test("a class and its superclass with the same encoder share its map")
  func sharedMap() throws {
    class Base: Encodable { var a = 1 }
    final class Derived: Base {
      var b = 2
      private enum Keys: CodingKey { case b }
      override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(b, forKey: .b)
      }
    }
    #expect(hex(try CBOREncoder().encode(Derived())) == "a2616101616202")
  }

  @Test("the super encoders of an array encode its elements")
  func superElements() throws {
    let bytes = try encoded { encoder in
      var container = encoder.unkeyedContainer()
      try 1.encode(to: container.superEncoder())
      try container.encode(2)
      let late = container.superEncoder()
      try container.encode(4)
      try [3].encode(to: late)
    }
    #expect(bytes == "840102810304")
  }

  @Test("a key that is encoded twice has its last value, as in JSONEncoder", arguments: [0, 10, 30])
  func repeatedKeys(_ others: Int) throws {
    let bytes = try CBOREncoder().encode(
      Scripted { encoder in
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode([1, 2, 3], forKey: "twice")
        for number in 0..<others { try container.encode([number], forKey: AnyKey(intValue: number)) }
        _ = container.nestedUnkeyedContainer(forKey: "list")
        try container.encode("x", forKey: "twice")
        var list = container.nestedUnkeyedContainer(forKey: "list")
        try list.encode(1)
        var again = container.nestedUnkeyedContainer(forKey: "list")
        try again.encode(2)
        try container.encode(0, forKey: "replaced")
        _ = container.nestedContainer(keyedBy: AnyKey.self, forKey: "replaced")
      })
    struct Value: Decodable {
      var twice: String
      var list: [Int]
      var replaced: [String: Int]
    }
    let value = try CBORDecoder().decode(Value.self, from: bytes)
    #expect(value.twice == "x")
    #expect(value.list == [1, 2])
    #expect(value.replaced.isEmpty)
    #expect(bytes[0] & 0xe0 == 0xa0)
  }

  @Test("a value that throws partway leaves nothing behind if its parent continues")
  func rollBack() throws {
    struct Broken: Error {}
    let broken = Scripted { encoder in
      var container = encoder.container(keyedBy: AnyKey.self)
      try container.encode(1, forKey: "x")
      _ = container.nestedUnkeyedContainer(forKey: "y")
      throw Broken()
    }
    let bytes = try encoded { encoder in
      var container = encoder.container(keyedBy: AnyKey.self)
      try container.encode(1, forKey: "a")
      #expect(throws: Broken.self) { try container.encode(broken, forKey: "b") }
      #expect(throws: Broken.self) { try container.encode([broken], forKey: "a") }
      var list = container.nestedUnkeyedContainer(forKey: "c")
      #expect(throws: Broken.self) { try list.encode(broken) }
      try list.encode(2)
    }
    #expect(bytes == "a261610161638102")
  }

  @Test("coding paths contain keys and indexes")
  func paths() throws {
    func names(_ path: [any CodingKey]) -> [String] { path.map(\.stringValue) }
    _ = try encoded { encoder in
      #expect(encoder.codingPath.isEmpty)
      var outer = encoder.container(keyedBy: AnyKey.self)
      try outer.encode(
        [
          0: [
            Scripted {
              #expect(names($0.codingPath) == ["a", "0", "Index 0"]); try 1.encode(to: $0)
            }
          ]
        ], forKey: "a")
      var list = outer.nestedUnkeyedContainer(forKey: "b")
      try list.encode(1)
      try outer.encode(2, forKey: "c")
      #expect(names(list.codingPath) == ["b"])
      try list.encode(
        Scripted {
          #expect(names($0.codingPath) == ["b", "Index 1"]); try 1.encode(to: $0)
        })
      #expect(names(list.superEncoder().codingPath) == ["b", "Index 2"])
      #expect(names(outer.superEncoder().codingPath) == ["super"])
    }
    struct Price: Encodable { var items = [["x": Double?.none]]; var bad = [Failing()] }
    struct Failing: Encodable {
      func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(1, .init(codingPath: encoder.codingPath, debugDescription: ""))
      }
    }
    let error = #expect(throws: EncodingError.self) { try CBOREncoder().encode(Price()) as [UInt8] }
    guard case .invalidValue(_, let context)? = error else { return }
    #expect(names(context.codingPath) == ["bad", "Index 0"])
    #expect(context.codingPath.last?.intValue == 0)
  }
}
