// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

extension Malformation {
  private static let fields: [CBORValue.Pair] = [
    .init(key: "small", value: 7), .init(key: "text", value: "seven"), .init(key: "mood", value: "merry"),
    .init(key: "note", value: "n"), .init(key: "shape", value: ["empty": [:]]),
  ]

  private static func with(_ key: String, _ value: CBORValue?) -> CBORValue {
    .map(
      fields.compactMap { pair in
        guard pair.key == .text(key) else { return pair }
        return value.map { .init(key: pair.key, value: $0) }
      })
  }

  /// The record as this version of a core writes it; `nil` for what is not well-formed.
  var value: CBORValue? {
    switch self {
    case .none, .wideHeads: .map(Self.fields)
    case .extraField: .map(Self.fields + [.init(key: "later", value: ["a": [1, 2, nil]])])
    case .missingOptional: Self.with("note", nil)
    case .nullOptional: Self.with("note", .null)
    case .reordered: .map(Self.fields.reversed())
    case .missingField: Self.with("text", nil)
    case .wrongType: Self.with("text", 7)
    case .outOfRange: Self.with("small", 300)
    case .unknownCase: Self.with("mood", "elated")
    case .unknownShape: Self.with("shape", ["sphere": ["radius": 1.5]])
    case .indefiniteUnended, .trailingByte, .invalidText, .truncated, .noBytes: nil
    }
  }

  /// Returns the request `{"value": …}` as bytes.
  ///
  /// - Parameter wrap: Returns the request's fields for the record.
  func bytes(_ wrap: (CBORValue) -> [CBORValue.Pair]) -> [UInt8] {
    func encoded(_ malformation: Malformation) -> [UInt8] {
      (try? CBOREncoder().encode(CBORValue.map(wrap(malformation.value ?? .null)))) ?? []
    }
    let usual = encoded(.none)
    switch self {
    case .wideHeads:
      // The number 7 with an argument of eight bytes, as in 1b 00…07.
      return usual.replacing(
        [0x65] + Array("small".utf8) + [7],
        with: [0x65] + Array("small".utf8) + [0x1b, 0, 0, 0, 0, 0, 0, 0, 7])
    case .indefiniteUnended: return [0xbf] + usual.dropFirst()
    case .trailingByte: return usual + [0]
    case .invalidText: return usual.replacing(Array("seven".utf8), with: [0x73, 0xff, 0xfe, 0x65, 0x6e])
    case .truncated: return Array(usual.dropLast(3))
    case .noBytes: return []
    default: return encoded(self)
    }
  }
}
