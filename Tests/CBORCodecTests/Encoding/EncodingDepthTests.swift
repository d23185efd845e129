// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import TestSupport
import Testing

@Suite("Depth of encoding and decoding")
struct EncodingDepthTests {
  private indirect enum Endless: Encodable {
    case array, map, single
    func encode(to encoder: any Encoder) throws {
      switch self {
      case .array:
        var container = encoder.unkeyedContainer()
        try container.encode(self)
      case .map:
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode(self, forKey: "k")
      case .single:
        var container = encoder.singleValueContainer()
        try container.encode(self)
      }
    }
  }

  /// A linked list, the simplest type that nests.
  private final class Node: Codable {
    var next: Node?
    var value: [Int]?

    init(depth: Int) { next = depth > 1 ? Node(depth: depth - 1) : nil }
  }

  /// A tree through optionals in arrays in dictionaries, with three generic levels for each of its own.
  private struct Tree: Codable {
    var children: [String: [Tree?]] = [:]

    init(depth: Int) { if depth > 1 { children = ["k": [Tree(depth: depth - 1)]] } }
  }

  @Test("a value that contains itself throws an error, even on a stack of 512 KiB")
  func endless() throws {
    try onSmallStack {
      for value in [Endless.array, .map, .single] {
        #expect(throws: EncodingError.self) { try CBOREncoder().encode(value) as [UInt8] }
      }
    }
  }

  @Test("a date that a custom strategy encodes by itself throws an error, even on a stack of 512 KiB")
  func endlessDates() throws {
    try onSmallStack {
      var encoder = CBOREncoder()
      encoder.dateEncodingStrategy = .custom { date, encoder in
        var container = encoder.singleValueContainer()
        try container.encode(date)
      }
      let date = Date(timeIntervalSince1970: 0)
      #expect(throws: EncodingError.self) { try encoder.encode(date) as [UInt8] }
      #expect(throws: EncodingError.self) { try encoder.encode(["k": [date]]) as [UInt8] }
      #expect(throws: EncodingError.self) { try encoder.encode(CBORTagged<7, Date?>(wrappedValue: date)) as [UInt8] }
    }
  }

  @Test("128 levels fit into a stack of 512 KiB, and one more throws an error")
  func deepest() throws {
    try onSmallStack {
      let bytes = try CBOREncoder().encode(Node(depth: 128))
      let node = try CBORDecoder().decode(Node.self, from: bytes)
      #expect(try CBOREncoder().encode(node) as [UInt8] == bytes)
      #expect(throws: EncodingError.self) { try CBOREncoder().encode(Node(depth: 130)) as [UInt8] }

      // 42 times three containers, and the innermost struct.
      let tree = try CBOREncoder().encode(Tree(depth: 43))
      #expect(try CBOREncoder().encode(CBORDecoder().decode(Tree.self, from: tree)) as [UInt8] == tree)
      #expect(throws: EncodingError.self) { try CBOREncoder().encode(Tree(depth: 45)) as [UInt8] }
    }
  }

  @Test("the decoder accepts what the encoder writes at the same nesting limit")
  func sameCount() throws {
    struct Dated: Codable { var date: [Date] = [Date(timeIntervalSince1970: 0)] }
    var encoder = CBOREncoder()
    var decoder = CBORDecoder()
    for depth in 0..<5 {
      encoder.limits.nestingDepth = depth
      decoder.limits.nestingDepth = depth
      for value in [[], [[]], [[1]]] as [[[Int]]] {
        expectAgreement(value, encoder, decoder)
      }
      expectAgreement(Dated(), encoder, decoder)
      expectAgreement([Decimal(1.5)], encoder, decoder)
      expectAgreement([UInt128.max], encoder, decoder)
      expectAgreement(["k": UUID()], encoder, decoder)
      expectAgreement(["k": ["k": "v"]], encoder, decoder)
    }
  }

  private func expectAgreement<Value: Encodable>(
    _ value: Value, _ encoder: CBOREncoder, _ decoder: CBORDecoder
  ) {
    guard let bytes = try? CBOREncoder().encode(value) as [UInt8] else {
      Issue.record("not encodable at all")
      return
    }
    let isAccepted = (try? decoder.validate(bytes)) != nil
    let isEncoded = (try? encoder.encode(value) as [UInt8]) != nil
    #expect(isEncoded == isAccepted, "\(value) at \(encoder.limits.nestingDepth)")
  }
}
