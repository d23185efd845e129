// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import Foundation

/// Checks that decode bytes as every kind of type that the codec supports.
public enum ManyTypes {
  /// Decodes well-formed bytes as several types, each of which gives a value or an error.
  ///
  /// A value must survive encoding and decoding with the same bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of a well-formed message.
  ///   - share: One of this many types is tried, chosen by the bytes; 1 tries all types. Types that encode themselves
  ///     are always tried.
  /// - Returns: The names of the types that decode the message.
  @discardableResult
  public static func check(_ bytes: [UInt8], oneOf share: Int) throws(PropertyFailure) -> [String] {
    let first = bytes.reduce(0) { ($0 &+ Int($1)) &* 31 & 0xffff } % share
    var names: [String] = []
    for type in direct + stride(from: first, to: others.count, by: share).map({ others[$0] }) {
      if try type.check(bytes) { names.append(type.name) }
    }
    return names
  }

  /// Decodes malformed bytes as several types, which must give the same error on all paths.
  public static func checkMalformed(_ bytes: [UInt8], oneOf share: Int) throws(PropertyFailure) {
    let types = direct + others
    for index in stride(from: bytes.count % share, to: types.count, by: share) {
      try PropertyFailure.unless(try !types[index].check(bytes), "malformed bytes decode as \(types[index].name)")
    }
  }

  /// The names of the types that encode themselves, or that contain such types.
  public static var directTypes: [String] { direct.map(\.name) }

  private struct Checked: Sendable {
    let name: String
    let check: @Sendable (_ bytes: [UInt8]) throws(PropertyFailure) -> Bool
  }

  private static let direct: [Checked] = [
    check(DirectTypes.Everything.self), check(DirectTypes.Point.self), check([DirectTypes.Point].self),
    check(DirectTypes.Shape.self), check(DirectTypes.Header.self), check(DirectTypes.Wide.self),
    check([String: DirectTypes.Box<[DirectTypes.Header?]>].self), check(DirectTypes.Node.self),
    check([Int: DirectTypes.Node].self), check(DirectTypes.Holder.self), check(DirectTypes.Form.self),
    check(DirectTypes.Pair.self), check([Date?].self), check(CBORTagged<24, DirectTypes.Point>.self),
  ]

  private static let others: [Checked] = [
    check(Record.self), check([Record].self), check(Shape.self),
    check(Tree.self), check(Mixed.self), check(Color.self),
    check(Bool.self), check(Int8.self), check(Int16.self), check(Int32.self), check(Int.self), check(Int128.self),
    check(UInt8.self), check(UInt16.self), check(UInt32.self), check(UInt64.self), check(UInt128.self),
    check(Float16.self), check(Float.self), check(Double.self), check(String.self),
    check([UInt8].self), check(Data.self), check(Date.self), check(Decimal.self), check(URL.self), check(UUID.self),
    check(Int??.self), check([Int?].self), check([[Double]].self), check([String: [String: Int]].self),
    check([Int: String].self), check([UInt64: Data].self), check([Color: Int].self), check([Double: Bool].self),
    check(Set<String>.self), check(Range<Int>.self), check([CBORValue].self), check([String: CBORValue].self),
    check(Level.self), check([String: [UInt8]].self), check(ContiguousArray<UInt8>.self), check([Int: Color?].self),
    check([Float?].self), check([Bool].self), check([UInt8?].self), check([[String?]].self),
  ]

  /// Returns a check of a type, which returns whether the bytes decode as a value.
  private static func check<Value: Codable & SendableMetatype>(_ type: Value.Type) -> Checked {
    Checked(name: "\(type)") { (bytes) throws(PropertyFailure) in
      guard let value = try BothPaths.decode(type, from: bytes) else { return false }
      try BothPaths.encode(value)
      do {
        var encoder = CBOREncoder()
        encoder.deterministic = true
        let encoded: [UInt8] = try encoder.encode(value)
        let again: [UInt8] = try encoder.encode(CBORDecoder().decode(type, from: encoded))
        try PropertyFailure.unless(again == encoded, "\(value) has two deterministic encodings: \(encoded), \(again)")
      } catch let failure as PropertyFailure {
        throw failure
      } catch {
        throw PropertyFailure("\(type) \(value) can be decoded, but not encoded and decoded again: \(error)")
      }
      return true
    }
  }
}

extension ManyTypes {
  private struct Record: Codable {
    var name: String
    var numbers: [Int]
    var inner: [String: Double?]
    var data: Data?
    var date: Date?
    var price: Decimal?
    var link: URL?
    var identifier: UUID?
    var shape: Shape?
    var next: [Record]?
  }

  private enum Shape: Codable {
    case empty
    case circle(radius: Double)
    case named(Int128, label: String)
  }

  private enum Color: String, Codable, CodingKeyRepresentable { case red, green }

  private indirect enum Level: Codable { case next(Level), end }

  /// A class, whose subclass encodes it under `super`.
  private class Node: Codable {
    var id: Int = 0
    init() {}
  }

  private final class Tree: Node {
    var children: [Tree] = []

    private enum CodingKeys: String, CodingKey { case children }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      children = try container.decodeIfPresent([Tree].self, forKey: .children) ?? []
      try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(children, forKey: .children)
      try super.encode(to: container.superEncoder())
    }
  }

  /// An array of elements of different kinds, which uses every method of the container.
  private struct Mixed: Codable {
    var flag: Bool
    var list: [Int]
    var table: [String: String]
    var rest: String?

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      flag = try container.decode(Bool.self)
      var inner = try container.nestedUnkeyedContainer()
      list = []
      while !inner.isAtEnd { try list.append(inner.decode(Int.self)) }
      table = try [String: String](from: container.superDecoder())
      rest = try container.decodeIfPresent(String.self)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(flag)
      var inner = container.nestedUnkeyedContainer()
      try inner.encode(contentsOf: list)
      try table.encode(to: container.superEncoder())
      if let rest { try container.encode(rest) }
    }
  }
}
