// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

// The types of DeclaredTypes.swift without macros, so that they are coded by containers.

enum Plain {
  struct Point: Codable, Equatable {
    var x, y: Double
    let label: String?
  }

  struct Optionals: Codable, Equatable {
    var some: Int?
    var nested: String??
    var list: [Int?]
    var table: [String: Bool?]
    var inner: Inner?
    var long: Optional<Point>
    var implicit: Int!

    struct Inner: Codable, Equatable { var value: Double? }
  }

  struct Properties: Codable, Equatable {
    let version = 1
    let kind: String = "fixed"
    private(set) var hidden: Int
    private var secret: [UInt8]?
    var withDefault: Int = 5
    var optionalWithDefault: Int? = 5
    var observed: Bool { didSet { changes += 1 } }
    var changes: Int = 0
    var computed: Int { hidden * 2 }
    static let shared = 7
    lazy var later = 5

    enum CodingKeys: CodingKey {
      case observed, version, kind, hidden, secret, withDefault, optionalWithDefault, changes
    }

    static func == (one: Self, other: Self) -> Bool { one.hidden == other.hidden && one.secret == other.secret }

    init(hidden: Int, secret: [UInt8]?, observed: Bool) {
      (self.hidden, self.secret, self.observed) = (hidden, secret, observed)
    }
  }

  struct Renamed: Codable, Equatable {
    var identifier: Int
    var fullName: String
    var skipped = "default"
    var alsoSkipped: Int?
    var quoted: Bool

    enum CodingKeys: String, CodingKey {
      case fullName = "full-name"
      case identifier = "id"
      case quoted = "say \"\\\u{e9}\n"
    }
  }

  struct Numbered: Codable, Equatable {
    var algorithm: Int
    var key: [UInt8]?
    var last: Bool

    enum CodingKeys: Int, CodingKey { case algorithm = 1, key = -0x2, last }
  }

  struct Page<Item: Codable & Equatable>: Codable, Equatable {
    var items: [Item]
    var next: Cursor<Item>?

    struct Cursor<Other: Codable & Equatable>: Codable, Equatable {
      var last: Other
      var points: [Point]
    }
  }

  enum Shape: Codable, Equatable {
    case empty
    case circle(radius: Double, at: Point?)
    case segment(Int, Int)
    indirect case group([Shape], name: String?)
  }

  enum Outcome: Codable, Equatable {
    case good(value: Int, _: [Point])
    case `default`(in: String)
    case bad

    enum CodingKeys: String, CodingKey { case bad, good = "ok", `default` = "else" }
    enum GoodCodingKeys: String, CodingKey { case value = "v", _1 = "points" }
  }

  enum Suit: String, Codable { case hearts, spades = "black spades", odd = "\"\\(x)" }

  enum Level: Int8, Codable { case low = -1, next, high = 1_0, hexadecimal = 0x10 }

  enum Wide: UInt64, Codable { case most = 18_446_744_073_709_551_615, none = 0 }

  struct Awkward: Codable, Equatable {
    var reader: Int
    var writer: String
    var map: [String: Int]
    var field: Bool
    var count: Int?
    var value: Int
    var start: Int
    var payload: String?
    var part: Int?
    var `default`: Int
    var `self`: Int?
    var `init`: String?
    var encode: Int
    var key: String
    var await: Int
    var unsafe: Int?
  }

  enum AwkwardCases: Codable, Equatable {
    case a(reader: Int, writer: Int?, map: Int, field: Int?)
    case b(value: Int, count: Int?, part: Int, payload: Int, start: Int)
    case `self`(self: Int)
  }

  struct Tree: Codable, Equatable { var children: [Tree]; var suits: [Suit]; var level: Level? }

  enum Absence: Codable, Equatable {
    case none, some(Int)
    case `init`(none: Int?)
  }

  indirect enum Nesting: Codable, Equatable { case leaf, some(Nesting), several([Self]) }

  struct Underscores: Codable, Equatable {
    var value: Int
    var value_: Int?
    var count: Int?
    var count_: Int
    var count__: String
    var self_: Int
    var `self`: Int
  }

  enum UnderscoreCases: Codable, Equatable {
    case a(value: Int, value_: Int?, map_: Int, map: Int?)
  }

  enum Labels: Codable, Equatable {
    case places(_1: Int, _0: Int, Int)
    case words(`first name`: String, `1st`: Int?, `class`: Int, `inout`: Int)
    case keywords(init: Int, self: Int, Type: Int, `let`: Int)
  }

  struct Sentences: Codable, Equatable { var `first name`: String, `1st`: Int? }

  /// Types with the names of others.
  enum Hiding {
    struct Date: Codable, Equatable { var day: Int }
    struct Set: Codable, Equatable { var members: [Int] }
    struct URL: Codable, Equatable { var port: Int }

    struct Reply: Codable, Equatable {
      var at: Date
      var all: Set?
      var history: [Self]
    }

    enum Order: Codable, Equatable {
      case a(b_c: Date)
      case a_b(c: URL, Int)
      case odd(Foundation.Date)

      enum CodingKeys: String, CodingKey { case a, a_b, odd = "`\\\n" }
    }
  }

  struct Nothing: Codable, Equatable {}

  struct OnlyConstant: Codable, Equatable {
    let version = 1

    enum CodingKeys: CodingKey { case version }
  }

  struct Values: Codable, Equatable {
    var bytes: [UInt8]
    var data: Data
    var date: Date
    var identifier: UUID
    var address: URL?
    var amount: Decimal
    var small: Int8, large: UInt64, ratio: Float
    var range: Range<Int>
    var table: [Int: Suit]
  }

  struct Many: Codable, Equatable {
    var o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11, o12, o13, o14, o15, o16, o17, o18, o19, o20, o21, o22, o23,
      o24, o25, o26, o27, o28, o29, o30, o31, o32, o33, o34, o35, o36, o37, o38, o39: Int?
    var r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16, r17, r18, r19, r20, r21, r22, r23,
      r24, r25, r26, r27, r28, r29, r30, r31, r32, r33, r34, r35, r36, r37, r38, r39: Int

    init(_ value: Int, some: Int?) {
      o0 = some
      o1 = some
      o2 = some
      o3 = some
      o4 = some
      o5 = some
      o6 = some
      o7 = some
      o8 = some
      o9 = some
      o10 = some
      o11 = some
      o12 = some
      o13 = some
      o14 = some
      o15 = some
      o16 = some
      o17 = some
      o18 = some
      o19 = some
      o20 = some
      o21 = some
      o22 = some
      o23 = some
      o24 = some
      o25 = some
      o26 = some
      o27 = some
      o28 = some
      o29 = some
      o30 = some
      o31 = some
      o32 = some
      o33 = some
      o34 = some
      o35 = some
      o36 = some
      o37 = some
      o38 = some
      o39 = some
      r0 = value &+ 0
      r1 = value &+ 1
      r2 = value &+ 2
      r3 = value &+ 3
      r4 = value &+ 4
      r5 = value &+ 5
      r6 = value &+ 6
      r7 = value &+ 7
      r8 = value &+ 8
      r9 = value &+ 9
      r10 = value &+ 10
      r11 = value &+ 11
      r12 = value &+ 12
      r13 = value &+ 13
      r14 = value &+ 14
      r15 = value &+ 15
      r16 = value &+ 16
      r17 = value &+ 17
      r18 = value &+ 18
      r19 = value &+ 19
      r20 = value &+ 20
      r21 = value &+ 21
      r22 = value &+ 22
      r23 = value &+ 23
      r24 = value &+ 24
      r25 = value &+ 25
      r26 = value &+ 26
      r27 = value &+ 27
      r28 = value &+ 28
      r29 = value &+ 29
      r30 = value &+ 30
      r31 = value &+ 31
      r32 = value &+ 32
      r33 = value &+ 33
      r34 = value &+ 34
      r35 = value &+ 35
      r36 = value &+ 36
      r37 = value &+ 37
      r38 = value &+ 38
      r39 = value &+ 39
    }
  }
}
