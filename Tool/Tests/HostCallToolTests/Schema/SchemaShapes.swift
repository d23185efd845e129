// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Types that code themselves in other ways than records and enumerations.
enum SchemaShapes {
  /// A field that is always there, and may be null.
  struct Nullable: Codable, Sendable {
    enum CodingKeys: String, CodingKey { case age }

    var age: Int?

    init(age: Int?) { self.age = age }

    init(from decoder: any Decoder) throws {
      age = try decoder.container(keyedBy: CodingKeys.self).decode(Int?.self, forKey: .age)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(age, forKey: .age)
    }
  }

  /// An array of two elements.
  struct Tuple<First: Codable & Sendable, Second: Codable & Sendable>: Codable, Sendable {
    var first: First
    var second: Second

    init(_ first: First, _ second: Second) { (self.first, self.second) = (first, second) }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      first = try container.decode(First.self)
      second = try container.decode(Second.self)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(first)
      try container.encode(second)
    }
  }

  /// A type that contains itself.
  struct Tree<Leaf: Codable & Sendable>: Codable, Sendable {
    var leaf: Leaf
    var children: [Tree]
  }

  /// One of two types, which a text tells apart.
  enum Either<First: Codable & Sendable, Second: Codable & Sendable>: Codable, Sendable {
    enum Kind: String, Codable { case first, second }
    enum CodingKeys: String, CodingKey { case kind, first, second }

    case first(First)
    case second(Second)

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      switch try container.decode(Kind.self, forKey: .kind) {
      case .first: self = .first(try container.decode(First.self, forKey: .first))
      case .second: self = .second(try container.decode(Second.self, forKey: .second))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .first(let value):
        try container.encode(Kind.first, forKey: .kind)
        try container.encode(value, forKey: .first)
      case .second(let value):
        try container.encode(Kind.second, forKey: .kind)
        try container.encode(value, forKey: .second)
      }
    }
  }

  /// Text that states its CDDL.
  struct Stated: Codable, Sendable, CDDLDescribed {
    static var cddl: String { "tstr .size (1..9)" }
    static var cddlExample: Stated { Stated(text: "a") }

    var text: String

    init(text: String) { self.text = text }

    init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(text)
    }
  }
}
