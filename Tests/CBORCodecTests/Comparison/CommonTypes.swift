// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Types as applications commonly define them, for the comparison with Foundation's JSON coders.

struct Optionals: Codable, Equatable {
  var some: Int?
  var none: Int?
  var nested: String??
  var list: [Int?]
  var table: [String: Bool?]
  var inner: Inner?

  struct Inner: Codable, Equatable { var value: Double? }
}

struct Page<Item: Codable & Equatable>: Codable, Equatable {
  var items: [Item]
  var next: Cursor<Item>?

  struct Cursor<Other: Codable & Equatable>: Codable, Equatable {
    var last: Other
    var pages: [Page<Other>]
  }
}

enum Shape: Codable, Equatable {
  case empty
  case circle(radius: Double)
  case segment(Int, Int)
  indirect case group([Shape], name: String?)
}

enum Suit: String, Codable, CodingKeyRepresentable { case hearts, spades }

enum Level: Int, Codable { case low = 1, high = 10 }

/// A type with custom keys, one of them a number.
struct Renamed: Codable, Equatable {
  var identifier: Int
  var fullName: String
  var skipped = "default"

  enum CodingKeys: String, CodingKey {
    case identifier = "id"
    case fullName = "full-name"
  }
}

struct Dictionaries: Codable, Equatable {
  var byInt: [Int: String]
  var byInt8: [Int8: Int]
  var bySuit: [Suit: Int]
  var byDouble: [Double: Bool]
  var byString: [String: [String: Int]]
}

/// A base class, which its subclass encodes in a separate container under `super`.
class Animal: Codable, Equatable {
  var name: String

  init(name: String) { self.name = name }

  func isSame(as other: Animal) -> Bool { name == other.name }

  static func == (one: Animal, other: Animal) -> Bool {
    type(of: one) == type(of: other) && one.isSame(as: other)
  }
}

class Dog: Animal {
  var tricks: [String]

  private enum CodingKeys: String, CodingKey { case tricks }

  init(name: String, tricks: [String]) {
    self.tricks = tricks
    super.init(name: name)
  }

  required init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    tricks = try container.decode([String].self, forKey: .tricks)
    try super.init(from: container.superDecoder())
  }

  override func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tricks, forKey: .tricks)
    try super.encode(to: container.superEncoder())
  }

  override func isSame(as other: Animal) -> Bool {
    super.isSame(as: other) && tricks == (other as? Dog)?.tricks
  }
}

/// A subclass that encodes into its superclass's container, and encodes its superclass under a key as well.
final class Puppy: Dog {
  var weeks: Int

  private enum CodingKeys: String, CodingKey { case weeks, dog }

  init(name: String, tricks: [String], weeks: Int) {
    self.weeks = weeks
    super.init(name: name, tricks: tricks)
  }

  required init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weeks = try container.decode(Int.self, forKey: .weeks)
    _ = try Dog(from: container.superDecoder(forKey: .dog))
    try super.init(from: decoder)
  }

  override func encode(to encoder: any Encoder) throws {
    try super.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(weeks, forKey: .weeks)
    try super.encode(to: container.superEncoder(forKey: .dog))
  }

  override func isSame(as other: Animal) -> Bool { super.isSame(as: other) && weeks == (other as? Puppy)?.weeks }
}

/// Elements of different kinds in one array, the last of them through `superEncoder`.
struct Heterogeneous: Codable, Equatable {
  var number: Int
  var text: String?
  var pairs: [String: Int]
  var list: [Double]
  var animal: Animal

  init(number: Int, text: String?, pairs: [String: Int], list: [Double], animal: Animal) {
    (self.number, self.text, self.pairs, self.list, self.animal) = (number, text, pairs, list, animal)
  }

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    number = try container.decode(Int.self)
    text = try container.decodeIfPresent(String.self)
    let keyed = try container.nestedContainer(keyedBy: AnyKey.self)
    pairs = [:]
    for key in keyed.allKeys { pairs[key.stringValue] = try keyed.decode(Int.self, forKey: key) }
    var unkeyed = try container.nestedUnkeyedContainer()
    list = []
    while !unkeyed.isAtEnd { list.append(try unkeyed.decode(Double.self)) }
    animal = try Animal(from: container.superDecoder())
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(number)
    if let text { try container.encode(text) } else { try container.encodeNil() }
    var keyed = container.nestedContainer(keyedBy: AnyKey.self)
    for (key, value) in pairs { try keyed.encode(value, forKey: AnyKey(stringValue: key)) }
    var unkeyed = container.nestedUnkeyedContainer()
    for number in list { try unkeyed.encode(number) }
    try animal.encode(to: container.superEncoder())
  }
}

/// A wrapper that encodes as its wrapped value.
@propertyWrapper
struct Percent: Codable, Equatable {
  private var value: Int

  var wrappedValue: Int {
    get { value }
    set { value = min(max(newValue, 0), 100) }
  }

  init(wrappedValue: Int) { value = min(max(wrappedValue, 0), 100) }

  init(from decoder: any Decoder) throws {
    self.init(wrappedValue: try decoder.singleValueContainer().decode(Int.self))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

/// A wrapper whose value may be missing, through an overload of `decode` as such wrappers define it.
@propertyWrapper
struct OrEmpty: Codable, Equatable {
  var wrappedValue: [String]

  init(wrappedValue: [String]) { self.wrappedValue = wrappedValue }

  init(from decoder: any Decoder) throws { wrappedValue = try [String](from: decoder) }

  func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

extension KeyedDecodingContainer {
  func decode(_ type: OrEmpty.Type, forKey key: Key) throws -> OrEmpty {
    try decodeIfPresent(type, forKey: key) ?? OrEmpty(wrappedValue: [])
  }
}

struct Wrapped: Codable, Equatable {
  @Percent var share: Int
  @OrEmpty var labels: [String]
}

/// A type that nests and flattens: its coordinates are two containers down, and another value is encoded beside them.
struct Nested: Codable, Equatable {
  var latitude: Double
  var longitude: Double
  var renamed: Renamed

  private enum CodingKeys: String, CodingKey { case location }
  private enum LocationKeys: String, CodingKey { case coordinates }

  init(latitude: Double, longitude: Double, renamed: Renamed) {
    (self.latitude, self.longitude, self.renamed) = (latitude, longitude, renamed)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let location = try container.nestedContainer(keyedBy: LocationKeys.self, forKey: .location)
    var coordinates = try location.nestedUnkeyedContainer(forKey: .coordinates)
    latitude = try coordinates.decode(Double.self)
    longitude = try coordinates.decode(Double.self)
    renamed = try Renamed(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var location = container.nestedContainer(keyedBy: LocationKeys.self, forKey: .location)
    var coordinates = location.nestedUnkeyedContainer(forKey: .coordinates)
    try coordinates.encode(latitude)
    try coordinates.encode(longitude)
    try renamed.encode(to: encoder)
  }
}
