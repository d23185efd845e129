// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("Round trips")
struct RoundTripTests {
  private func expectRoundTrip<Value: Codable & Equatable>(
    _ value: Value, _ encoder: CBOREncoder = CBOREncoder(), location: SourceLocation = #_sourceLocation
  ) throws {
    let bytes = try encoder.encode(value)
    #expect(try CBORDecoder().decode(Value.self, from: bytes) == value, sourceLocation: location)
    #expect(try CBORDecoder().decode(Value.self, from: Data(bytes)) == value, sourceLocation: location)
    #expect(
      try CBORDecoder().decode(Value.self, from: ([0] + bytes)[1...]) == value, sourceLocation: location)
    // The value also survives inside an array, and as the value of a key.
    #expect(
      try CBORDecoder().decode([Value].self, from: try encoder.encode([value, value])) == [value, value],
      sourceLocation: location)
    #expect(
      try CBORDecoder().decode([String: Value].self, from: try encoder.encode(["k": value])) == ["k": value],
      sourceLocation: location)
  }

  private func expectEdges<Integer: FixedWidthInteger & Codable>(_ type: Integer.Type) throws {
    for value in [Integer.min, .max, 0, 1, Integer.max / 2, Integer.min / 2] { try expectRoundTrip(value) }
    try expectRoundTrip([Integer.min, 0, .max])
    try expectRoundTrip(Integer?.none)
    try expectRoundTrip(Integer?.some(.max))
  }

  @Test("integers of every width survive a round trip, at their limits")
  func integers() throws {
    try expectEdges(Int.self)
    try expectEdges(Int8.self)
    try expectEdges(Int16.self)
    try expectEdges(Int32.self)
    try expectEdges(Int64.self)
    try expectEdges(Int128.self)
    try expectEdges(UInt.self)
    try expectEdges(UInt8.self)
    try expectEdges(UInt16.self)
    try expectEdges(UInt32.self)
    try expectEdges(UInt64.self)
    try expectEdges(UInt128.self)
  }

  @Test(
    "floats of every width survive a round trip, in their shortest and in their declared width",
    arguments: [CBOREncoder.FloatEncoding.shortest, .declaredWidth])
  func floats(_ width: CBOREncoder.FloatEncoding) throws {
    var encoder = CBOREncoder()
    encoder.floatEncoding = width
    for value in [0, 1.5, -2.25, .pi, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude] as [Double] {
      try expectRoundTrip(value, encoder)
    }
    for value in [0, 1.5, .pi, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude] as [Float] {
      try expectRoundTrip(value, encoder)
    }
    for value in [0, 1.5, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude] as [Float16] {
      try expectRoundTrip(value, encoder)
    }
    try expectRoundTrip([1.5, 0.1] as [Double], encoder)
    try expectRoundTrip([1.5, 0.1] as [Float], encoder)
    #expect(try CBORDecoder().decode(Double.self, from: encoder.encode(Double.nan) as [UInt8]).isNaN)
  }

  @Test("strings and bytes survive a round trip")
  func strings() throws {
    for value in ["", "a", "ü", "水", "👩‍👩‍👧", String(repeating: "x", count: 70_000)] {
      try expectRoundTrip(value)
    }
    try expectRoundTrip(["", "a", "ü"])
    try expectRoundTrip(Data((0...255).map { UInt8($0) }))
    try expectRoundTrip([UInt8](repeating: 7, count: 65_536))
  }

  @Test("nested and empty collections survive a round trip")
  func collections() throws {
    try expectRoundTrip([[[Int]]]())
    try expectRoundTrip([[1, 2], [], [3]])
    try expectRoundTrip(Set(0..<100))
    try expectRoundTrip(["a": [1: "x", -2: "y"], "": [:]])
    try expectRoundTrip([[1, 2]: "x"])
    try expectRoundTrip([1.5: true])
    try expectRoundTrip([1, nil, 3])
    try expectRoundTrip([String?.none: 1, "x": 2])
    try expectRoundTrip(Array(0..<65_536))
    try expectRoundTrip((0..<65_536).map { "\($0)" })
    try expectRoundTrip((0..<65_536).map { $0.isMultiple(of: 3) })
  }

  private enum Color: String, Codable { case red, green }
  private enum Level: Int, Codable { case low = -1, high = 300 }
  private indirect enum Shape: Codable, Equatable {
    case empty
    case circle(radius: Double)
    case group(Shape, Shape)
  }

  @Test("enums with raw values and with associated values survive a round trip")
  func enums() throws {
    try expectRoundTrip(Color.green)
    try expectRoundTrip(Level.low)
    try expectRoundTrip([Level.low: Color.red])
    try expectRoundTrip(Shape.group(.circle(radius: 2), .group(.empty, .circle(radius: 0.1))))
  }

  private struct Everything: Codable, Equatable {
    var flag = true
    var small: Int8 = -128
    var large: UInt64 = .max
    var huge = Int128.min
    var ratio = 0.1
    var half: Float = 0.5
    var name = "n"
    var absent: String?
    var present: Int? = 3
    var doubled: Int?? = .some(.some(3))
    var bytes: [UInt8] = [1, 2]
    var children: [Everything] = []
    var table: [String: [Int]] = ["x": [1]]
    var wide: UInt128? = .max
  }

  @Test("a struct with many kinds of fields survives a round trip, with text keys and with integer keys")
  func structs() throws {
    var value = Everything()
    value.children = [Everything(), Everything()]
    try expectRoundTrip(value)
    var encoder = CBOREncoder()
    encoder.keyEncoding = .integerIfPresent
    try expectRoundTrip(value, encoder)
    try expectRoundTrip([1: "a", 2: "b"], encoder)
    try expectRoundTrip(["1": "a", "01": "b"], encoder)
  }

  private enum Letter: String, Codable, CodingKeyRepresentable { case a, b }

  @Test("a dictionary with CodingKeyRepresentable keys survives a round trip")
  func representableKeys() throws {
    #expect(hex(try CBOREncoder().encode([Letter.a: 1])) == "a1616101")
    try expectRoundTrip([Letter.a: 1, .b: 2])
  }
}
