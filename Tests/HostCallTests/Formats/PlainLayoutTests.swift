// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostCall

private struct Sample: PlainData, Equatable {
  var time: Double
  var channel: UInt32
  var isNew: Bool
  var isLast: Bool
  var spare: UInt16
}

private struct Inner: PlainData, Equatable {
  var x: Float
  var flag: Bool
  var a: UInt8
  var b: UInt16
}

private struct Outer: PlainData, Equatable {
  var first: Inner
  var second: Inner
}

private struct PaddedInside: PlainData {
  var small: UInt8
  var large: UInt64
}

private struct PaddedAtEnd: PlainData {
  var large: UInt64
  var small: UInt8
}

private struct PaddedDeep: PlainData {
  var inner: PaddedAtEnd
}

private enum Colour: UInt8, PlainData { case red = 3, green = 200 }

private struct WithEnum: PlainData { var colour: Colour }
private struct WithOptional: PlainData { var number: UInt32? }
private struct WithInt: PlainData { var number: Int }
private struct WithPointer: PlainData { var address: OpaquePointerBox }
@safe private struct OpaquePointerBox: @unchecked Sendable { var bits: UnsafeRawPointer? }
private struct WithString: PlainData { var text: String }
private struct NotDeclared { var number: UInt32 }
private struct WithUndeclared: PlainData { var inner: UndeclaredStruct }
private struct UndeclaredStruct: Sendable { var number: UInt32 }
private final class Reference: PlainData {}
private struct Nothing: PlainData {}

@Suite("The layout of plain types")
struct PlainLayoutTests {
  private func refusal(_ type: Any.Type) -> String {
    do {
      _ = try PlainLayout.of(type)
      return "accepted"
    } catch {
      return error.description
    }
  }

  /// Returns the size, followed by the offsets of the `Bool`s.
  private func layout(_ type: any PlainData.Type) throws -> [Int] {
    let layout = try PlainLayout.of(type)
    return [layout.size] + layout.bools
  }

  @Test("a struct without padding is accepted, and its Bools are located")
  func accepted() throws {
    #expect(try layout(Sample.self) == [16] + [12, 13])
    #expect(try layout(Outer.self) == [16] + [4, 12])
    #expect(try layout(Nothing.self) == [0] + [])
  }

  @Test("numbers and vectors are accepted, with their size in bytes")
  func numbers() throws {
    let sizes: [(any PlainData.Type, Int)] = [
      (Int8.self, 1), (UInt8.self, 1), (Int16.self, 2), (UInt16.self, 2), (Int32.self, 4), (UInt32.self, 4),
      (Int64.self, 8), (UInt64.self, 8), (Int128.self, 16), (UInt128.self, 16), (Float.self, 4), (Double.self, 8),
      (SIMD2<Float>.self, 8), (SIMD4<Double>.self, 32), (SIMD16<UInt8>.self, 16), (SIMD64<Int8>.self, 64),
    ]
    for (type, size) in sizes { #expect(try layout(type) == [size] + []) }
    #expect(try layout(Bool.self) == [1] + [0])
  }

  @Test("padding is refused, and the error says where and how much")
  func padding() {
    #expect(
      refusal(PaddedInside.self)
        == "PaddedInside cannot be encoded as raw bytes: it has 7 bytes of padding between `small` and `large`")
    #expect(
      refusal(PaddedAtEnd.self) == "PaddedAtEnd cannot be encoded as raw bytes: it has 7 bytes of padding after `small`"
    )
    #expect(
      refusal(PaddedDeep.self)
        == "PaddedDeep cannot be encoded as raw bytes: it has 7 bytes of padding after `inner.small`")
    #expect(refusal(SIMD3<Float>.self).hasSuffix("it has 4 bytes of padding at its end"))
  }

  @Test("a field that is not a number or a plain struct is refused by name")
  func notPlain() {
    #expect(refusal(WithEnum.self).hasSuffix("its field `colour` is not a plain struct or a number"))
    #expect(refusal(WithOptional.self).contains("its field `number` is of the type Optional<UInt32>"))
    #expect(refusal(WithInt.self).contains("its field `number` is of the type Int"))
    #expect(refusal(WithPointer.self).contains("its field `address`"))
    #expect(refusal(WithString.self).contains("its field `text` is of the type String"))
    #expect(refusal(WithUndeclared.self).contains("its field `inner`"))
    #expect(refusal(Colour.self).hasSuffix("it is not a plain struct"))
    #expect(refusal(Reference.self).hasSuffix("it is not a plain struct"))
    #expect(refusal(NotDeclared.self).hasSuffix("it does not conform to PlainData"))
  }

  @Test("bytes are the value's memory, and decode to the value")
  func roundTrip() throws {
    let sample = Sample(time: 1, channel: 0x0102_0304, isNew: true, isLast: false, spare: 0xBEEF)
    let bytes = try encode(sample)
    #expect(bytes == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 4, 3, 2, 1, 1, 0, 0xEF, 0xBE])
    #expect(try decode(Sample.self, bytes) == sample)
    #expect(try encode(Nothing()) == [])
    #expect(throws: Never.self) { try decode(Nothing.self, []) }
    #expect(try decode(SIMD2<Float>.self, encode(SIMD2<Float>(1, -2))) == SIMD2(1, -2))
  }

  @Test("a wrong length is refused", arguments: [0, 15, 17, 1 << 20])
  func length(count: Int) {
    let error = #expect(throws: PlainDataError.self) {
      try decode(Sample.self, [UInt8](repeating: 0, count: count))
    }
    #expect(error?.description == "found \(count) raw bytes; expected 16, the size of Sample")
  }

  @Test(
    "a Bool that is neither 0 nor 1 is refused with its place", arguments: [2, 3, 0x80, 0xFF] as [UInt8])
  func invalidBool(byte: UInt8) {
    var bytes = [UInt8](repeating: 0, count: 16)
    bytes[13] = byte
    let error = #expect(throws: PlainDataError.self) { try decode(Sample.self, bytes) }
    #expect(error?.description == "the byte at offset 13 is \(byte); a Bool of Sample must be 0 or 1")
    #expect(throws: PlainDataError.self) { try decode(Bool.self, [byte]) }
  }

  private func encode<Value>(_ value: Value) throws -> [UInt8] {
    try PlainBytes.withBytes(of: value, described: PayloadType.of(Value.self)) { bytes in
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
  }

  private func decode<Value>(_ type: Value.Type, _ bytes: [UInt8]) throws(PlainDataError) -> Value {
    try unsafe PlainBytes.decode(type, described: PayloadType.of(type), from: bytes.span.bytes)
  }
}
