// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Fixtures
import Testing

/// The examples of RFC 8949, Appendix A, from the fixture of the same name.
enum AppendixA {
  struct Example: CustomTestStringConvertible, Sendable {
    let hexadecimal: String
    let isPreferred: Bool
    let notation: String

    var bytes: [UInt8] { hex(hexadecimal) }
    var testDescription: String { hexadecimal }
  }

  static let examples: [Example] =
    ((try? Fixtures.table("rfc8949/appendix-a.txt")) ?? []).map { row in
      Example(hexadecimal: row[0], isPreferred: row[1] == "preferred", notation: row[2])
    }

  static var wellFormed: [String] { examples.map(\.hexadecimal) }

  private static let firstTo25 = CBORValue.array((1...25).map { .unsigned($0) })

  /// The values of the examples, in their order, from the left column of the RFC's table.
  static let values: [CBORValue] = [
    0, 1, 10, 23, 24, 25, 100, 1000, 1_000_000, 1_000_000_000_000, 18_446_744_073_709_551_615,
    .tagged(2, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0])), .negative(.max), .tagged(3, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0])),
    -1, -10, -100, -1000,
    0.0, -0.0, 1.0, 1.1, 1.5, 65504.0, 100000.0, .float(0x1.fffffep+127), 1.0e300, .float(0x1p-24), .float(0x1p-14),
    -4.0, -4.1, .float(.infinity), .float(.nan), .float(-.infinity), .float(.infinity), .float(.nan),
    .float(-.infinity), .float(.infinity), .float(.nan), .float(-.infinity),
    false, true, nil, .undefined, .simple(16), .simple(255),
    .tagged(0, "2013-03-21T20:04:00Z"), .tagged(1, 1_363_896_240), .tagged(1, 1_363_896_240.5),
    .tagged(23, .bytes([1, 2, 3, 4])), .tagged(24, .bytes([0x64, 0x49, 0x45, 0x54, 0x46])),
    .tagged(32, "http://www.example.com"),
    .bytes([]), .bytes([1, 2, 3, 4]), "", "a", "IETF", "\"\\", "\u{fc}", "\u{6c34}", "\u{10151}",
    [], [1, 2, 3], [1, [2, 3], [4, 5]], firstTo25, [:], [1: 2, 3: 4], ["a": 1, "b": [2, 3]], ["a", ["b": "c"]],
    ["a": "A", "b": "B", "c": "C", "d": "D", "e": "E"],
    .bytes([1, 2, 3, 4, 5]), "streaming", [], [1, [2, 3], [4, 5]], [1, [2, 3], [4, 5]], [1, [2, 3], [4, 5]],
    [1, [2, 3], [4, 5]], firstTo25, ["a": 1, "b": [2, 3]], ["a", ["b": "c"]], ["Fun": true, "Amt": -2],
  ]
}

/// The malformed examples of RFC 8949, Appendix F, from the fixture of the same name.
enum AppendixF {
  static var examples: [Malformed] {
    get throws {
      try Fixtures.table("rfc8949/appendix-f.txt").map { row in
        Malformed(row[0], CBORError.Code(rawValue: row[1]), try #require(Int(row[2])))
      }
    }
  }
}
