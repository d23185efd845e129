// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What @HostCodable writes")
struct HostCodableExpansionTests {
  @Test("a struct gets methods that encode and decode its fields in order, and its schema with the documentation")
  func record() {
    expectExpansion(
      of: """
        /// A profile.
        ///
        ///     Profile()
        @HostCodable
        public struct Profile: Codable {
          /// The name, "full".
          public var name: String
          /** The tags. */
          var tags: [String]?
          let version = 1
          // Not documentation.
          var count: Int
        }
        """,
      #"""
      /// A profile.
      ///
      ///     Profile()
      public struct Profile: Codable {
        /// The name, "full".
        public var name: String
        /** The tags. */
        var tags: [String]?
        let version = 1
        // Not documentation.
        var count: Int
      }
      extension Profile: CBOREncodable, CBORDecodable, HostSchemaProviding {
        public func encode(to writer: inout CBORWriter) throws {
          var count = 3
          if tags != nil { count += 1 }
          try writer.beginMap(count)
          try writer.encode(name, forKey: "name")
          if let tags { try writer.encode(tags, forKey: "tags") }
          try writer.encode(version, forKey: "version")
          try writer.encode(self.count, forKey: "count")
          writer.endMap()
        }
        public init(from reader: inout CBORReader) throws {
          var name: String?
          var tags: [String]?
          var count_: Int?
          var map = try reader.beginMap()
          if reader.nextKey("name", 0, in: &map) { name = try reader.decode(String.self) }
          if reader.nextKey("tags", 1, in: &map) { tags = try reader.decode([String]?.self) }
          if reader.nextKey("count", 2, in: &map) { count_ = try reader.decode(Int.self) }
          while let field = try reader.nextField(in: &map, of: ["name", "tags", "count"] as InlineArray<3, StaticString>) {
            switch field {
            case 0: name = try reader.decode(String.self)
            case 1: tags = try reader.decode([String]?.self)
            default: count_ = try reader.decode(Int.self)
            }
          }
          guard let name else { throw reader.keyNotFound("name", in: map) }
          guard let count_ else { throw reader.keyNotFound("count", in: map) }
          self.name = name
          self.tags = tags
          self.count = count_
        }
        public static var hostSchema: HostTypeSchema {
          .record([
            HostFieldSchema("name", String.self, documentation: "The name, \"full\"."),
            HostFieldSchema("tags", [String].self, isOptional: true, documentation: "The tags."),
            HostFieldSchema("count", Int.self),
          ], documentation: "A profile.\n\n    Profile()")
        }
      }
      """#)
  }

  @Test("a nested type names the types around it through aliases in the type itself, and keys may be integers")
  func nested() {
    expectExpansion(
      of: """
        public extension API {
          @HostCodable
          struct Page: Codable {
            var users: [User]
            var total: Int
            enum CodingKeys: Int, CodingKey {
              case users = 5, total
            }
          }
        }
        """,
      """
      public extension API {
        struct Page: Codable {
          var users: [User]
          var total: Int
          enum CodingKeys: Int, CodingKey {
            case users = 5, total
          }
          private enum HostFieldTypes {
            typealias _0 = [User]
            typealias _1 = Int
          }
        }
      }
      extension API.Page: CBOREncodable, CBORDecodable, HostSchemaProviding {
        public func encode(to writer: inout CBORWriter) throws {
          try writer.beginMap(2)
          try writer.encode(users, forKey: "users")
          try writer.encode(total, forKey: "total")
          writer.endMap()
        }
        public init(from reader: inout CBORReader) throws {
          var users: HostFieldTypes._0?
          var total: HostFieldTypes._1?
          var map = try reader.beginMap()
          if reader.nextKey("users", 0, in: &map) { users = try reader.decode(HostFieldTypes._0.self) }
          if reader.nextKey("total", 1, in: &map) { total = try reader.decode(HostFieldTypes._1.self) }
          while let field = try reader.nextField(in: &map, of: [CBORKey("users", 5), CBORKey("total", 6)] as InlineArray<2, CBORKey>) {
            switch field {
            case 0: users = try reader.decode(HostFieldTypes._0.self)
            default: total = try reader.decode(HostFieldTypes._1.self)
            }
          }
          guard let users else { throw reader.keyNotFound(CBORKey("users", 5), in: map) }
          guard let total else { throw reader.keyNotFound(CBORKey("total", 6), in: map) }
          self.users = users
          self.total = total
        }
        public static var hostSchema: HostTypeSchema {
          .record([
            HostFieldSchema("users", integer: 5, HostFieldTypes._0.self),
            HostFieldSchema("total", integer: 6, HostFieldTypes._1.self),
          ])
        }
      }
      """)
  }

  @Test("an enum with associated values is a map of its case and their map")
  func cases() {
    expectExpansion(
      of: """
        @HostCodable
        enum Shape: Codable {
          /// Nothing.
          case empty
          case circle(Double, name: String?)
        }
        """,
      #"""
      enum Shape: Codable {
        /// Nothing.
        case empty
        case circle(Double, name: String?)
      }
      extension Shape: CBOREncodable, CBORDecodable, HostSchemaProviding {
        func encode(to writer: inout CBORWriter) throws {
          try writer.beginMap(1)
          switch self {
          case .empty:
            writer.encodeKey("empty")
            try writer.beginMap(0)
            writer.endMap()
          case .circle(let _0, let name):
            writer.encodeKey("circle")
            var count = 1
            if name != nil { count += 1 }
            try writer.beginMap(count)
            try writer.encode(_0, forKey: "_0")
            if let name { try writer.encode(name, forKey: "name") }
            writer.endMap()
          }
          writer.endMap()
        }
        init(from reader: inout CBORReader) throws {
          let start = reader.offset
          var value: Self?
          var map = try reader.beginMap()
          while let field = try reader.nextField(in: &map, of: ["empty", "circle"] as InlineArray<2, StaticString>) {
            if value != nil { throw reader.dataCorrupted(at: start, "\(Self.self) has one case, but found several") }
            switch field {
            case 0:
              var payload = try reader.beginMap()
              while try reader.nextField(in: &payload, of: [] as InlineArray<0, StaticString>) != nil {}
              value = Self.empty
            default:
              var _0: Double?
              var name: String?
              var payload = try reader.beginMap()
              if reader.nextKey("_0", 0, in: &payload) { _0 = try reader.decode(Double.self) }
              if reader.nextKey("name", 1, in: &payload) { name = try reader.decode(String?.self) }
              while let part = try reader.nextField(in: &payload, of: ["_0", "name"] as InlineArray<2, StaticString>) {
                switch part {
                case 0: _0 = try reader.decode(Double.self)
                default: name = try reader.decode(String?.self)
                }
              }
              guard let _0 else { throw reader.keyNotFound("_0", in: payload) }
              value = Self.circle(_0, name: name)
            }
          }
          guard let value else { throw reader.dataCorrupted(at: start, "\(Self.self) has none of its cases \"empty\", \"circle\"") }
          self = value
        }
        static var hostSchema: HostTypeSchema {
          .cases([
            HostCaseSchema("empty", documentation: "Nothing."),
            HostCaseSchema("circle", [HostFieldSchema("_0", Double.self), HostFieldSchema("name", String.self, isOptional: true)]),
          ])
        }
      }
      """#)
  }

  @Test("aliases are named by places, since names and keys of different values may be the same when joined")
  func aliases() {
    let expansion = Expansion(
      of: #"""
        enum Outer {
          @HostCodable
          enum Order: Codable {
            case a(b_c: Foo), a_b(c: Bar, more: [Self]?), d(e: Date)
            enum CodingKeys: String, CodingKey { case a, a_b, d = "`\\\n" }
          }
        }
        """#)
    #expect(expansion.diagnostics == [])
    let lines = expansion.source.split(separator: "\n").map { $0.drop { $0 == " " } }
    #expect(
      lines.filter { $0.hasPrefix("typealias ") }
        == ["typealias _0_0 = Foo", "typealias _1_0 = Bar", "typealias _2_0 = Date"])
    for line in [
      "var b_c: HostFieldTypes._0_0?", "var c: HostFieldTypes._1_0?", "var more: [Self]?",
      "var e: HostFieldTypes._2_0?",
    ] { #expect(lines.contains { $0 == line }, "\(line)") }
  }

  @Test("an enum with raw values is its raw value; availability and package access are kept")
  func rawValues() {
    expectExpansion(
      of: """
        /**
         * Levels.
         */
        @HostCodable @available(macOS 27, *)
        package enum Level: UInt8, Codable {
          case low = 0x0A, high
        }
        """,
      #"""
      /**
       * Levels.
       */
      @available(macOS 27, *)
      package enum Level: UInt8, Codable {
        case low = 0x0A, high
      }
      @available(macOS 27, *)
      extension Level: CBOREncodable, CBORDecodable, HostSchemaProviding {
        package func encode(to writer: inout CBORWriter) throws {
          try writer.encode(rawValue)
        }
        package init(from reader: inout CBORReader) throws {
          let start = reader.offset
          let value = try reader.decode(UInt8.self)
          guard let part = Self(rawValue: value) else {
            throw reader.dataCorrupted(at: start, "\(Self.self) has no case \(value), but 10, 11")
          }
          self = part
        }
        package static var hostSchema: HostTypeSchema {
          .rawValues(UInt8.self, [
            HostRawCaseSchema("low", rawValue: "10"),
            HostRawCaseSchema("high", rawValue: "11"),
          ], documentation: "Levels.")
        }
      }
      """#)
  }
}
