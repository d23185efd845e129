// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Synchronization
import TestSupport

// Types whose `init(from:)` follows a randomly generated plan: structs, types coded as a single value, enums with
// payloads, tagged unions, and generic types that refer to each other and to themselves.

/// A number as a type, so that there are as many types as a plan needs.
protocol Number: Sendable {
  static var value: Int { get }
}

enum Zero: Number {
  static var value: Int { 0 }
}

enum Next<Before: Number>: Number {
  static var value: Int { Before.value + 1 }
}

/// The type with that number in the current plan.
struct Generated<N: Number>: Codable, Hashable, Sendable {
  init(from decoder: any Decoder) throws {
    try TypePlan.current.withLock { $0 }.nodes[N.value].decode(decoder)
  }

  func encode(to encoder: any Encoder) throws {}
}

/// The same type, which declares its schema; only for nodes that are structs.
struct GeneratedAndDeclared<N: Number>: Codable, Hashable, Sendable, HostSchemaProviding {
  static var hostSchema: HostTypeSchema {
    TypePlan.current.withLock { $0 }.nodes[N.value].declaration ?? .record([])
  }

  init(from decoder: any Decoder) throws {
    try TypePlan.current.withLock { $0 }.nodes[N.value].decode(decoder)
  }

  func encode(to encoder: any Encoder) throws {}
}

// Generic types with synthesized decoders.

struct GenericBox<Content: Codable & Sendable>: Codable, Sendable {
  var first: Content?
  var others: [Content]
}

struct GenericPair<Left: Codable & Sendable, Right: Codable & Sendable>: Codable, Sendable {
  var left: Left
  var right: [Right]
}

enum GenericChoice<Content: Codable & Sendable, Other: Codable & Sendable>: Codable, Sendable {
  case content(Content)
  case both([Content], other: Other)
  case none
}

/// A generic type that contains itself.
struct GenericList<Content: Codable & Sendable>: Codable, Sendable {
  var head: Content
  var tail: [GenericList<Content>]
}

struct AskGenerated<N: Number>: HostCallable {
  typealias Response = Generated<N>
  static var wireName: String { "ask" }
}

struct TypePlan {
  /// The content of a field.
  enum Target: Hashable {
    case bool, int, text
    case node(Int)
  }

  /// How a field holds its content.
  enum Mode: CaseIterable {
    case required, optional, list, set
    case dictionary, numbered, pairs, keys
    case box, pair, reversedPair, choice, chain
  }

  struct Field {
    var key: String
    var mode: Mode
    var target: Target
  }

  enum Node {
    case structure([Field])
    /// Uses the first of its keys that exists.
    case first([Field])
    /// Coded as its only field.
    case single(Field)
    /// Coded as its only field, or null.
    case nullable(Field)
    /// An enum with payloads, whose cases are declared in one of several orders.
    case enumeration(order: Int, [String: [Field]])
    /// A map with a tag, whose values are declared in one of several orders.
    case tagged(order: Int, [String: [Field]])
  }

  var nodes: [Node]
  var root = 0
  /// The nodes whose types declare their schemas.
  var declared: Set<Int> = []

  static let current = Mutex(TypePlan(nodes: []))

  /// Computes the schema of the call that requests the plan's root.
  func schema() -> HostCallSchema {
    Self.current.withLock { $0 = self }
    return Self.schema(root, Zero.self)
  }

  private static func schema<N: Number>(_ left: Int, _ number: N.Type) -> HostCallSchema {
    left == 0 ? HostCallSchema(AskGenerated<N>.self) : schema(left - 1, Next<N>.self)
  }

  static func type(_ number: Int) -> any (Codable & Hashable & Sendable).Type { type(number, Zero.self) }

  private static func type<N: Number>(_ left: Int, _ number: N.Type) -> any (Codable & Hashable & Sendable).Type {
    guard left == 0 else { return type(left - 1, Next<N>.self) }
    let isDeclared = current.withLock { $0.declared.contains(N.value) }
    return isDeclared ? GeneratedAndDeclared<N>.self : Generated<N>.self
  }
}

// MARK: - Decoding

private struct FieldKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// The keys of fields, which can be enumerated, as those of a struct.
private enum Keys: String, CodingKey { case a, b, c, d, tag }

private protocol CaseKeys: CodingKey, CaseIterable {}
private enum CasesABC: String, CaseKeys { case a, b, c }
private enum CasesBCA: String, CaseKeys { case b, c, a }
private enum CasesCBA: String, CaseKeys { case c, b, a }

private protocol Tags: RawRepresentable, Codable, CaseIterable, Sendable where RawValue == String {}
private enum TagsABC: String, Tags { case a, b, c }
private enum TagsBCA: String, Tags { case b, c, a }
private enum TagsCBA: String, Tags { case c, b, a }

extension TypePlan.Node {
  func decode(_ decoder: any Decoder) throws {
    switch self {
    case .structure(let fields):
      let container = try decoder.container(keyedBy: Keys.self)
      for field in fields { try field.decode(container) }
    case .first(let fields):
      let container = try decoder.container(keyedBy: Keys.self)
      for field in fields where Keys(rawValue: field.key).map(container.contains) == true {
        return try field.decode(container)
      }
    case .single(let field): try field.decode(decoder.singleValueContainer())
    case .nullable(let field):
      let container = try decoder.singleValueContainer()
      if !container.decodeNil() { try field.decode(container) }
    case .enumeration(let order, let cases):
      switch order {
      case 0: try Self.decode(CasesABC.self, cases, decoder)
      case 1: try Self.decode(CasesBCA.self, cases, decoder)
      default: try Self.decode(CasesCBA.self, cases, decoder)
      }
    case .tagged(let order, let cases):
      switch order {
      case 0: try Self.decode(TagsABC.self, cases, decoder)
      case 1: try Self.decode(TagsBCA.self, cases, decoder)
      default: try Self.decode(TagsCBA.self, cases, decoder)
      }
    }
  }

  private static func decode<K: CaseKeys>(
    _ keys: K.Type, _ cases: [String: [TypePlan.Field]], _ decoder: any Decoder
  ) throws {
    let container = try decoder.container(keyedBy: K.self)
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no case"))
    }
    let payload = try container.nestedContainer(keyedBy: Keys.self, forKey: key)
    for field in cases[key.stringValue] ?? [] { try field.decode(payload) }
  }

  private static func decode<T: Tags>(
    _ tags: T.Type, _ cases: [String: [TypePlan.Field]], _ decoder: any Decoder
  ) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let tag = try container.decode(T.self, forKey: .tag)
    for field in cases[tag.rawValue] ?? [] { try field.decode(container) }
  }
}

extension TypePlan.Node {
  /// The declaration of a struct; `nil` for any other node, since the generated types are structs.
  var declaration: HostTypeSchema? {
    if case .structure(let fields) = self {
      .record(fields.map(\.declaration), documentation: "A struct.")
    } else {
      nil
    }
  }
}

extension TypePlan.Target {
  fileprivate var type: any (Codable & Hashable & Sendable).Type {
    switch self {
    case .bool: Bool.self
    case .int: Int.self
    case .text: String.self
    case .node(let number): TypePlan.type(number)
    }
  }
}

extension TypePlan.Field {
  /// A value with a type that is known only when it runs.
  private protocol Request {
    func decode<Value: Decodable>(_ type: Value.Type) throws
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type) throws
  }

  private struct KeyedRequest: Request {
    let container: KeyedDecodingContainer<Keys>
    let key: Keys

    func decode<Value: Decodable>(_ type: Value.Type) throws { _ = try container.decode(type, forKey: key) }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type) throws {
      _ = try container.decodeIfPresent(type, forKey: key)
    }
  }

  private struct SingleRequest: Request {
    let container: any SingleValueDecodingContainer

    func decode<Value: Decodable>(_ type: Value.Type) throws { _ = try container.decode(type) }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type) throws { _ = try container.decode(Value?.self) }
  }

  /// The declaration of a field in a map.
  fileprivate var declaration: HostFieldSchema {
    func field<Value: Codable & Hashable & Sendable>(_ value: Value.Type) -> HostFieldSchema {
      switch mode {
      case .required: HostFieldSchema(key, Value.self)
      case .optional: HostFieldSchema(key, Value.self, isOptional: true)
      case .list: HostFieldSchema(key, [Value].self)
      case .set: HostFieldSchema(key, Set<Value>.self)
      case .dictionary: HostFieldSchema(key, [String: Value].self)
      case .numbered: HostFieldSchema(key, [Int: Value].self)
      case .pairs: HostFieldSchema(key, [Bool: Value].self)
      case .keys: HostFieldSchema(key, [Value: Bool].self)
      case .box: HostFieldSchema(key, GenericBox<Value>.self)
      case .pair: HostFieldSchema(key, GenericPair<Value, Int>.self)
      case .reversedPair: HostFieldSchema(key, GenericPair<Int, Value>.self)
      case .choice: HostFieldSchema(key, GenericChoice<Value, Bool>.self)
      case .chain: HostFieldSchema(key, GenericList<Value>.self)
      }
    }
    return field(target.type)
  }

  fileprivate func decode(_ container: KeyedDecodingContainer<Keys>) throws {
    if let key = Keys(rawValue: key) { try decode(target.type, by: KeyedRequest(container: container, key: key)) }
  }

  fileprivate func decode(_ container: any SingleValueDecodingContainer) throws {
    try decode(target.type, by: SingleRequest(container: container))
  }

  private func decode<Value: Codable & Hashable & Sendable>(_ type: Value.Type, by request: some Request) throws {
    switch mode {
    case .required: try request.decode(Value.self)
    case .optional: try request.decodeIfPresent(Value.self)
    case .list: try request.decode([Value].self)
    case .set: try request.decode(Set<Value>.self)
    case .dictionary: try request.decode([String: Value].self)
    case .numbered: try request.decode([Int: Value].self)
    case .pairs: try request.decode([Bool: Value].self)
    case .keys: try request.decode([Value: Bool].self)
    case .box: try request.decode(GenericBox<Value>.self)
    case .pair: try request.decode(GenericPair<Value, Int>.self)
    case .reversedPair: try request.decode(GenericPair<Int, Value>.self)
    case .choice: try request.decode(GenericChoice<Value, Bool>.self)
    case .chain: try request.decode(GenericList<Value>.self)
    }
  }
}
