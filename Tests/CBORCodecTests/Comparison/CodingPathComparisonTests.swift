// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

/// The coding paths that a coder reports at every step of a type that uses all kinds of containers.
private final class Trail: @unchecked Sendable {
  static let key = CodingUserInfoKey(rawValue: "trail")
  private(set) var steps: [String] = []

  func note(_ what: String, _ path: [any CodingKey]) {
    steps.append(what + " " + path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: "."))
  }
}

extension [CodingUserInfoKey: Any] {
  fileprivate var trail: Trail? { Trail.key.flatMap { self[$0] as? Trail } }
}

/// A type that records the coding path of every coder and container that it receives.
private struct Walker: Codable {
  private enum Keys: String, CodingKey { case leaf, leaves, map, list, own, missing }

  var depth: Int

  init(depth: Int) { self.depth = depth }

  init(from decoder: any Decoder) throws {
    let trail = decoder.userInfo.trail
    trail?.note("decoder", decoder.codingPath)
    let container = try decoder.container(keyedBy: Keys.self)
    trail?.note("keyed", container.codingPath)
    _ = try container.decode(Leaf.self, forKey: .leaf)
    _ = try container.decode([Leaf].self, forKey: .leaves)
    _ = try container.decodeIfPresent(Leaf.self, forKey: .missing)
    trail?.note("keyed again", container.codingPath)

    let map = try container.nestedContainer(keyedBy: AnyKey.self, forKey: .map)
    trail?.note("nested keyed", map.codingPath)
    _ = try map.decode(Leaf.self, forKey: "a")
    var inMap = try map.nestedUnkeyedContainer(forKey: "b")
    trail?.note("unkeyed in it", inMap.codingPath)
    _ = try inMap.decode(Leaf.self)

    var list = try container.nestedUnkeyedContainer(forKey: .list)
    trail?.note("nested unkeyed", list.codingPath)
    _ = try list.decode(Leaf.self)
    let inList = try list.nestedContainer(keyedBy: AnyKey.self)
    trail?.note("keyed in it", inList.codingPath)
    _ = try inList.decode(Leaf.self, forKey: "a")
    let inner = try list.nestedUnkeyedContainer()
    trail?.note("unkeyed in it", inner.codingPath)
    _ = try Leaf(from: list.superDecoder())
    _ = try list.decode(Leaf.self)
    trail?.note("nested unkeyed again", list.codingPath)

    _ = try Leaf(from: container.superDecoder())
    _ = try Leaf(from: container.superDecoder(forKey: .own))
    depth = try map.decodeIfPresent(Walker.self, forKey: "walker").map { $0.depth + 1 } ?? 0
  }

  func encode(to encoder: any Encoder) throws {
    let trail = encoder.userInfo.trail
    trail?.note("encoder", encoder.codingPath)
    var container = encoder.container(keyedBy: Keys.self)
    trail?.note("keyed", container.codingPath)
    try container.encode(Leaf(), forKey: .leaf)
    try container.encode([Leaf(), Leaf()], forKey: .leaves)
    trail?.note("keyed again", container.codingPath)

    var map = container.nestedContainer(keyedBy: AnyKey.self, forKey: .map)
    trail?.note("nested keyed", map.codingPath)
    try map.encode(Leaf(), forKey: "a")
    var inMap = map.nestedUnkeyedContainer(forKey: "b")
    trail?.note("unkeyed in it", inMap.codingPath)
    try inMap.encode(Leaf())

    var list = container.nestedUnkeyedContainer(forKey: .list)
    trail?.note("nested unkeyed", list.codingPath)
    try list.encode(Leaf())
    var inList = list.nestedContainer(keyedBy: AnyKey.self)
    trail?.note("keyed in it", inList.codingPath)
    try inList.encode(Leaf(), forKey: "a")
    let inner = list.nestedUnkeyedContainer()
    trail?.note("unkeyed in it", inner.codingPath)
    try Leaf().encode(to: list.superEncoder())
    try list.encode(Leaf())
    trail?.note("nested unkeyed again", list.codingPath)

    try Leaf().encode(to: container.superEncoder())
    try Leaf().encode(to: container.superEncoder(forKey: .own))
    if depth > 0 { try map.encode(Walker(depth: depth - 1), forKey: "walker") }
  }
}

private struct Leaf: Codable {
  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    decoder.userInfo.trail?.note("leaf", decoder.codingPath)
    decoder.userInfo.trail?.note("single value", container.codingPath)
    _ = try container.decode(Int.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    encoder.userInfo.trail?.note("leaf", encoder.codingPath)
    encoder.userInfo.trail?.note("single value", container.codingPath)
    try container.encode(1)
  }
}

/// A value that cannot be encoded and throws an error with its coding path.
private struct Unencodable: Codable {
  func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: ""))
  }
}

@Suite("Coding paths compared with Foundation's JSON coders")
struct CodingPathComparisonTests {
  @Test("every coder and container has the same path as its counterpart", arguments: [0, 1, 3])
  func paths(_ depth: Int) throws {
    let key = try #require(Trail.key)
    let (encoding, decoding, expected) = (Trail(), Trail(), Trail())
    let value = ["walkers": [Walker(depth: depth)]]
    var encoder = CBOREncoder()
    encoder.userInfo[key] = encoding
    let cbor: [UInt8] = try encoder.encode(value)
    var decoder = CBORDecoder()
    decoder.userInfo[key] = decoding
    #expect(try decoder.decode([String: [Walker]].self, from: cbor)["walkers"]?.first?.depth == depth)
    let jsonDecoder = JSONDecoder()
    jsonDecoder.userInfo[key] = expected
    _ = try jsonDecoder.decode([String: [Walker]].self, from: JSONEncoder().encode(value))

    #expect(expected.steps.count > 25 * (depth + 1))
    #expect(decoding.steps == expected.steps)
    // With JSONEncoder, a value in a nested container lacks the container's key: "list.[0]" is "[0]". JSONDecoder
    // includes it.
    #expect(encoding.steps.map { $0.replacing("encoder ", with: "decoder ") } == expected.steps)
  }

  @Test("a value that cannot be encoded has the same path in its error")
  func encodingErrors() throws {
    func compare(_ value: some Encodable, location: SourceLocation = #_sourceLocation) {
      let paths = [
        #expect(throws: EncodingError.self, sourceLocation: location) { _ = try JSONEncoder().encode(value) },
        #expect(throws: EncodingError.self, sourceLocation: location) {
          _ = try CBOREncoder().encode(value) as [UInt8]
        },
      ].map { error -> [String]? in
        guard case .invalidValue(_, let context)? = error else { return nil }
        return context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      }
      #expect(paths[0] != nil, sourceLocation: location)
      #expect(paths[0] == paths[1], sourceLocation: location)
    }
    compare(["a": ["b": Unencodable()]])
    compare([[Unencodable()]])
    compare(Page(items: [1], next: nil).items.map { ["\($0)": [5: [Unencodable()]]] })
    compare(Optional(Unencodable()))
    // A value that encodes nothing is an error at the top level, and an empty object elsewhere.
    struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
    compare(Nothing())
    #expect(try JSONEncoder().encode([Nothing()]) == Data("[{}]".utf8))
    #expect(try CBOREncoder().encode([Nothing()]) as [UInt8] == hex("81a0"))
  }
}
