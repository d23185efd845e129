// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

// The values that are encoded and decoded, which are the same in peers/.

struct Small: Codable, Equatable {
  var id: UInt64
  var name: String
  var flag: Bool

  static let sample = Small(id: 123_456, name: "Ada Lovelace", flag: true)
}

struct Profile: Codable, Equatable {
  struct Address: Codable, Equatable {
    var street: String
    var city: String
    var zip: UInt32
  }

  var id: UInt64
  var name: String
  var email: String
  var age: Int
  var score: Double
  var isActive: Bool
  var created: Date
  var tags: [String]
  var address: Address
  var nickname: String?
  var manager: UInt64?
  var rating: Float

  static let sample = Profile(
    id: 9_007_199_254_740_993, name: "Ada Lovelace", email: "ada@example.org", age: 36, score: 97.125, isActive: true,
    created: Date(timeIntervalSince1970: 1_700_000_000), tags: ["math", "engines", "poetry", "notes", "flight"],
    address: Address(street: "12 St James's Square", city: "London", zip: 10815), nickname: nil, manager: 42,
    rating: 4.5)
}

struct Blob: Codable, Equatable {
  var name: String
  var data: Data

  static let sample = Blob(name: "blob", data: Data(repeating: 0xA5, count: 1 << 20))
}

enum CodecValues {
  static let small1000 = (0..<1000).map { Small(id: UInt64($0) * 1001, name: "name \($0)", flag: $0 % 2 == 0) }
  /// Doubles that no shorter float can represent, so that each takes nine bytes in every codec.
  static let doubles = (0..<10_000).map { Double($0) * 1.1 + 0.1 }
  static let uints = (0..<10_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 >> UInt64($0 % 64) }
  static let dict = Dictionary(uniqueKeysWithValues: (0..<1000).map { ("key \($0)", $0 * 37) })
}
