// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("CBOREncoder")
struct CBOREncoderTests {
  private let encoder = CBOREncoder()

  private func encoded(_ value: some Encodable) throws -> String {
    hex(try encoder.encode(value))
  }

  @Test("integers encode as in RFC 8949, Appendix A")
  func integers() throws {
    #expect(try encoded(0) == "00")
    #expect(try encoded(UInt8(23)) == "17")
    #expect(try encoded(Int8(24)) == "1818")
    #expect(try encoded(UInt16(1000)) == "1903e8")
    #expect(try encoded(Int32(1_000_000)) == "1a000f4240")
    #expect(try encoded(1_000_000_000_000) == "1b000000e8d4a51000")
    #expect(try encoded(UInt64.max) == "1bffffffffffffffff")
    #expect(try encoded(UInt128(UInt64.max) + 1) == "c249010000000000000000")
    #expect(try encoded(-1 - Int128(UInt64.max)) == "3bffffffffffffffff")
    #expect(try encoded(-2 - Int128(UInt64.max)) == "c349010000000000000000")
    #expect(try encoded(Int8(-1)) == "20")
    #expect(try encoded(-10) == "29")
    #expect(try encoded(-100) == "3863")
    #expect(try encoded(Int16(-1000)) == "3903e7")
    #expect(try encoded(Int64.min) == "3b7fffffffffffffff")
  }

  @Test("floats take the fewest bytes that preserve their value")
  func shortestFloats() throws {
    #expect(try encoded(0.0) == "f90000")
    #expect(try encoded(-0.0) == "f98000")
    #expect(try encoded(1.0) == "f93c00")
    #expect(try encoded(1.1) == "fb3ff199999999999a")
    #expect(try encoded(Float(1.5)) == "f93e00")
    #expect(try encoded(65504.0) == "f97bff")
    #expect(try encoded(100000.0) == "fa47c35000")
    #expect(try encoded(3.4028234663852886e+38) == "fa7f7fffff")
    #expect(try encoded(1.0e+300) == "fb7e37e43c8800759c")
    #expect(try encoded(5.960464477539063e-8) == "f90001")
    #expect(try encoded(0.00006103515625) == "f90400")
    #expect(try encoded(-4.0) == "f9c400")
    #expect(try encoded(-4.1) == "fbc010666666666666")
    #expect(try encoded(Double.infinity) == "f97c00")
    #expect(try encoded(-Float.infinity) == "f9fc00")
    #expect(try encoded([1.5, 100000.0]) == "82f93e00fa47c35000")
  }

  @Test("every NaN encodes as f97e00, whatever its sign, payload and declared width")
  func canonicalNaN() throws {
    var declared = CBOREncoder()
    declared.floatEncoding = .declaredWidth
    for value in [Double.nan, -Double.nan, Double(nan: 1, signaling: false), .signalingNaN] {
      #expect(try encoded(value) == "f97e00")
      #expect(try hex(declared.encode(value)) == "f97e00")
      #expect(try hex(declared.encode(Float(value))) == "f97e00")
    }
    #expect(try hex(declared.encode(Float16.nan)) == "f97e00")
  }

  @Test("floats keep their declared width if requested")
  func declaredWidth() throws {
    var encoder = CBOREncoder()
    encoder.floatEncoding = .declaredWidth
    #expect(try hex(encoder.encode(1.5)) == "fb3ff8000000000000")
    #expect(try hex(encoder.encode(Float(1.5))) == "fa3fc00000")
    #expect(try hex(encoder.encode(Float16(1.5))) == "f93e00")
    #expect(try hex(encoder.encode([Float(1.5)])) == "81fa3fc00000")
    #expect(try hex(encoder.encode([Float16(1.5)])) == "81f93e00")
  }

  @Test("simple values, strings and containers encode as in Appendix A")
  func others() throws {
    #expect(try encoded(false) == "f4")
    #expect(try encoded(true) == "f5")
    #expect(try encoded(Int?.none) == "f6")
    #expect(try encoded([UInt8]()) == "40")
    #expect(try encoded([1, 2, 3, 4] as [UInt8]) == "4401020304")
    #expect(try encoded(Data([1, 2, 3, 4])) == "4401020304")
    #expect(try encoded("") == "60")
    #expect(try encoded("IETF") == "6449455446")
    #expect(try encoded("\"\\") == "62225c")
    #expect(try encoded("\u{00fc}") == "62c3bc")
    #expect(try encoded("\u{6c34}") == "63e6b0b4")
    #expect(try encoded("\u{10151}") == "64f0908591")
    #expect(try encoded([Int]()) == "80")
    #expect(try encoded([1, 2, 3]) == "83010203")
    #expect(try encoded([[1], [2, 3], [4, 5]]) == "838101820203820405")
    #expect(try encoded(Array(1...25)) == "98190102030405060708090a0b0c0d0e0f101112131415161718181819")
    #expect(try encoded([String: Int]()) == "a0")
    #expect(try encoded(["a": [2, 3]]) == "a16161820203")
    #expect(try encoded(["a", "b"]) == "8261616162")
  }

  private struct Pair: Encodable {
    let a = 1
    let b = [2, 3]
  }

  @Test("a struct encodes as a map of its keys in encoding order")
  func structs() throws {
    #expect(try encoded(Pair()) == "a26161016162820203")
  }

  @Test("containers of 24 or more elements get longer heads, and so do those around them")
  func longHeads() throws {
    let inner = [[Bool]](repeating: [true], count: 24)
    #expect(try encoded(inner) == "9818" + String(repeating: "81f5", count: 24))
    #expect(try encoded(["k": inner]) == "a1616b9818" + String(repeating: "81f5", count: 24))
    let long = [[Bool]](repeating: [], count: 65_536)
    #expect(try encoded(["k": long]) == "a1616b9a00010000" + String(repeating: "80", count: 65_536))
  }

  @Test("keys encode as integers if requested, and if they have an integer value")
  func integerKeys() throws {
    enum Keys: Int, CodingKey { case id = 1, parent = -2 }
    struct Node: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(7, forKey: .id)
        try container.encode(8, forKey: .parent)
      }
    }
    #expect(try encoded(Node()) == "a2626964076670" + "6172656e7408")
    var encoder = CBOREncoder()
    encoder.keyEncoding = .integerIfPresent
    #expect(try hex(encoder.encode(Node())) == "a201072108")
    #expect(try hex(encoder.encode([1: true])) == "a101f5")
    #expect(try hex(encoder.encode(["1": true])) == "a16131f5")
    #expect(try hex(encoder.encode(["x": [1: true]])) == "a16178a101f5")
  }

  @Test("a dictionary with keys other than text or integers encodes as an array of alternating keys and values")
  func otherDictionaries() throws {
    #expect(try encoded([true: "x"]) == "82f56178")
  }

  @Test("encode returns an array of bytes, or Data if the context requires it")
  func results() throws {
    let bytes = try encoder.encode(1)
    #expect(type(of: bytes) == [UInt8].self)
    let data: Data = try encoder.encode(1)
    #expect(data == Data([1]))
  }

  private struct Silent: Encodable {
    func encode(to encoder: any Encoder) {}
  }

  @Test("a value that encodes nothing is an error at the top level and an empty map inside, as in JSONEncoder")
  func nothing() throws {
    let error = #expect(throws: EncodingError.self) { try encoder.encode(Silent()) as [UInt8] }
    guard case .invalidValue(_, let context)? = error else { return }
    #expect(context.debugDescription == "Top-level Silent did not encode any values.")
    #expect(try encoded([Silent()]) == "81a0")
    struct Empty: Encodable {}
    #expect(try encoded(Empty()) == "a0")
  }

  @Test("a value receives the encoder's userInfo")
  func userInfo() throws {
    struct Asking: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(encoder.userInfo[CodingUserInfoKey(rawValue: "unit")!] as? String)
      }
    }
    var encoder = CBOREncoder()
    encoder.userInfo[CodingUserInfoKey(rawValue: "unit")!] = "km"
    #expect(try hex(encoder.encode(Asking())) == "626b6d")
  }
}
