// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CFloor
import Foundation

/// The subjects that encode and decode values, beside the same in C with libcbor, or a copy, and Foundation's coders.
enum CodecSubjects {
  static var all: [Subject] {
    get throws {
      try pair("small", Small.sample, 2000, floor: smallFloor)
        + pair("profile", Profile.sample, 500, floor: try profileFloor)
        + pair("small1000", CodecValues.small1000, 2, floor: small1000Floor)
        + pair("doubles", CodecValues.doubles, 5, floor: doublesFloor)
        + pair("uints", CodecValues.uints, 5, floor: uintsFloor)
        + pair("blob", Blob.sample, 20, floor: blobFloor)
        + pair("dict", CodecValues.dict, 5, floor: try dictFloor)
        + direct("small", DirectSmall(.sample), 20_000, floor: smallFloor)
        + direct("profile", DirectProfile(.sample), 5000, floor: try profileFloor)
        + direct("small1000", CodecValues.small1000.map { DirectSmall($0) }, 20, floor: small1000Floor)
        + direct("doubles", CodecValues.doubles, 50, floor: doublesFloor)
        + direct("uints", CodecValues.uints, 50, floor: uintsFloor)
        + direct("blob", DirectBlob(.sample), 20, floor: blobFloor)
        + direct("dict", CodecValues.dict, 50, floor: try dictFloor)
    }
  }

  /// Returns the subjects for a type that encodes and decodes itself.
  private static func direct<Value: CBORCodable & Equatable>(
    _ name: String, _ value: Value, _ operations: Int, floor: Floor?
  ) throws -> [Subject] {
    let (encoder, decoder) = (CBOREncoder(), CBORDecoder())
    let bytes: [UInt8] = try encoder.encode(value)
    guard try decoder.decode(Value.self, from: bytes) == value else { fatalError("\(name) decodes differently") }
    let encode = Subject(
      name: "codec.encode.\(name).direct", floorName: floor?.name ?? "", operations: operations,
      run: { for _ in 0..<$0 { keep(try encoder.encode(value) as [UInt8]) } }, floor: floor?.encode,
      rawFloor: floor?.raw?.encode)
    let lent = Subject(
      name: "codec.encode.\(name).lent", floorName: floor?.name ?? "", operations: operations,
      run: { for _ in 0..<$0 { keep(try encoder.withEncoded(value) { $0.byteCount }) } }, floor: floor?.encode,
      rawFloor: floor?.raw?.encode)
    let decode = Subject(
      name: "codec.decode.\(name).direct", floorName: floor?.name ?? "", operations: operations,
      run: { for _ in 0..<$0 { keep(try decoder.decode(Value.self, from: bytes)) } }, floor: floor?.decode,
      rawFloor: floor?.raw?.decode)
    return [encode, lent, decode]
  }

  private struct Floor {
    let name: String
    let encode: (Int) -> Void
    let decode: (Int) -> Void
    /// The same without libcbor; `nil` for a floor that does not use it.
    var raw: (encode: (Int) -> Void, decode: (Int) -> Void)?
  }

  private static func pair<Value: Codable & Equatable>(
    _ name: String, _ value: Value, _ operations: Int, floor: Floor?
  ) throws -> [Subject] {
    let (encoder, decoder) = (CBOREncoder(), CBORDecoder())
    let (json, unjson) = (JSONEncoder(), JSONDecoder())
    let (plist, unplist) = (PropertyListEncoder(), PropertyListDecoder())
    plist.outputFormat = .binary
    let bytes: [UInt8] = try encoder.encode(value)
    let jsonData = try json.encode(value)
    let plistData = try plist.encode(value)
    guard try decoder.decode(Value.self, from: bytes) == value else { fatalError("\(name) decodes differently") }
    let encode = Subject(
      name: "codec.encode.\(name)", floorName: floor?.name ?? "", operations: operations,
      run: { for _ in 0..<$0 { keep(try encoder.encode(value) as [UInt8]) } }, floor: floor?.encode,
      rawFloor: floor?.raw?.encode,
      peers: [
        ("json_ns", { for _ in 0..<$0 { keep(try json.encode(value)) } }),
        ("plist_ns", { for _ in 0..<$0 { keep(try plist.encode(value)) } }),
      ])
    let decode = Subject(
      name: "codec.decode.\(name)", floorName: floor?.name ?? "", operations: operations,
      run: { for _ in 0..<$0 { keep(try decoder.decode(Value.self, from: bytes)) } }, floor: floor?.decode,
      rawFloor: floor?.raw?.decode,
      peers: [
        ("json_ns", { for _ in 0..<$0 { keep(try unjson.decode(Value.self, from: jsonData)) } }),
        ("plist_ns", { for _ in 0..<$0 { keep(try unplist.decode(Value.self, from: plistData)) } }),
      ])
    return [encode, decode]
  }

  // Benchmarks run one after the other.
  nonisolated(unsafe) private static let base = UnsafeMutablePointer<UInt8>.allocate(capacity: 4 << 20)
  nonisolated(unsafe) private static let copy = UnsafeMutableRawPointer.allocate(byteCount: 4 << 20, alignment: 16)

  private typealias EncodeSmall =
    (UnsafeMutablePointer<UInt8>?, Int, UInt64, UnsafePointer<CChar>?, Int, Bool) -> Int
  private typealias DecodeSmall = (
    UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt64>?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    UnsafeMutablePointer<Int>?, UnsafeMutablePointer<Bool>?
  ) -> Bool

  private static func encodeSmall(
    _ value: Small, at offset: Int, by encode: EncodeSmall = floor_encode_small
  ) -> Int {
    var name = value.name
    return name.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { text in
        encode(base + offset, 4 << 20, value.id, text.baseAddress, text.count, value.flag)
      }
    }
  }

  private static func decodeSmall(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, by decode: DecodeSmall = floor_decode_small
  ) {
    var (id, flag, length) = (UInt64(0), false, 0)
    var name: UnsafePointer<UInt8>?
    guard decode(bytes, count, &id, &name, &length, &flag) else { fatalError("the floor cannot decode") }
    keep(String(decoding: UnsafeBufferPointer(start: name, count: length), as: UTF8.self))
  }

  private static var smallFloor: Floor {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    let count = encodeSmall(.sample, at: 0)
    bytes.update(from: base, count: count)
    return Floor(
      name: "libcbor in C", encode: { for _ in 0..<$0 { keep(encodeSmall(.sample, at: 0)) } },
      decode: { for _ in 0..<$0 { decodeSmall(bytes, count) } },
      raw: (
        { for _ in 0..<$0 { keep(encodeSmall(.sample, at: 0, by: raw_floor_encode_small)) } },
        { for _ in 0..<$0 { decodeSmall(bytes, count, by: raw_floor_decode_small) } }
      ))
  }

  private static var small1000Floor: Floor {
    var parts: [(UnsafePointer<UInt8>, Int)] = []
    for value in CodecValues.small1000 {
      let count = encodeSmall(value, at: 0)
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
      bytes.update(from: base, count: count)
      parts.append((UnsafePointer(bytes), count))
    }
    let messages = parts
    func encode(by encode: @escaping EncodeSmall) -> (Int) -> Void {
      { count in
        for _ in 0..<count {
          var offset = 3
          for value in CodecValues.small1000 { offset += encodeSmall(value, at: offset, by: encode) }
          keep(offset)
        }
      }
    }
    func decode(by decode: @escaping DecodeSmall) -> (Int) -> Void {
      { for _ in 0..<$0 { for (bytes, length) in messages { decodeSmall(bytes, length, by: decode) } } }
    }
    return Floor(
      name: "libcbor in C", encode: encode(by: floor_encode_small), decode: decode(by: floor_decode_small),
      raw: (encode(by: raw_floor_encode_small), decode(by: raw_floor_decode_small)))
  }

  private static var doublesFloor: Floor {
    numbersFloor(
      CodecValues.doubles, (floor_encode_doubles, floor_decode_doubles),
      raw: (raw_floor_encode_doubles, raw_floor_decode_doubles))
  }

  private static var uintsFloor: Floor {
    numbersFloor(
      CodecValues.uints, (floor_encode_uints, floor_decode_uints),
      raw: (raw_floor_encode_uints, raw_floor_decode_uints))
  }

  private typealias Functions<Number> = (
    encode: (UnsafeMutablePointer<UInt8>?, Int, UnsafePointer<Number>?, Int) -> Int,
    decode: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<Number>?, Int) -> Bool
  )

  private static func numbersFloor<Number>(
    _ numbers: [Number], _ libcbor: Functions<Number>, raw: Functions<Number>
  ) -> Floor {
    let count = libcbor.encode(base, 4 << 20, numbers, numbers.count)
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    bytes.update(from: base, count: count)
    guard raw.encode(base, 4 << 20, numbers, numbers.count) == count, memcmp(base, bytes, count) == 0 else {
      fatalError("the floors encode to different bytes")
    }
    let out = UnsafeMutablePointer<Number>.allocate(capacity: numbers.count)
    func encode(by functions: Functions<Number>) -> (Int) -> Void {
      { for _ in 0..<$0 { keep(functions.encode(base, 4 << 20, numbers, numbers.count)) } }
    }
    func decode(by functions: Functions<Number>) -> (Int) -> Void {
      { for _ in 0..<$0 { keep(functions.decode(bytes, count, out, numbers.count)) } }
    }
    return Floor(
      name: "libcbor in C", encode: encode(by: libcbor), decode: decode(by: libcbor),
      raw: (encode(by: raw), decode(by: raw)))
  }

  /// A floor that decodes a profile from the encoder's bytes into C, and must encode it to the same bytes.
  private static var profileFloor: Floor {
    get throws {
      let bytes = lasting(try CBOREncoder().encode(Profile.sample))
      var profile = floor_profile()
      guard floor_decode_profile(bytes.baseAddress, bytes.count, &profile) else {
        fatalError("the floor cannot decode")
      }
      let count = floor_encode_profile(base, 4 << 20, &profile)
      guard bytes.elementsEqual(UnsafeBufferPointer(start: base, count: count)) else {
        fatalError("the floor encodes to different bytes")
      }
      guard raw_floor_encode_profile(base, 4 << 20, &profile) == count,
        bytes.elementsEqual(UnsafeBufferPointer(start: base, count: count)),
        raw_floor_decode_profile(bytes.baseAddress, bytes.count, &profile)
      else { fatalError("the floor without libcbor decodes or encodes differently") }
      let sample = profile
      return Floor(
        name: "libcbor in C",
        encode: { count in
          var profile = sample
          for _ in 0..<count { keep(floor_encode_profile(base, 4 << 20, &profile)) }
        },
        decode: { count in
          var profile = floor_profile()
          for _ in 0..<count { keep(floor_decode_profile(bytes.baseAddress, bytes.count, &profile)) }
        },
        raw: (
          { count in
            var profile = sample
            for _ in 0..<count { keep(raw_floor_encode_profile(base, 4 << 20, &profile)) }
          },
          { count in
            var profile = floor_profile()
            for _ in 0..<count { keep(raw_floor_decode_profile(bytes.baseAddress, bytes.count, &profile)) }
          }
        ))
    }
  }

  /// A floor like that of a profile, which decodes into an array of pairs instead of a dictionary.
  private static var dictFloor: Floor {
    get throws {
      let bytes = lasting(try CBOREncoder().encode(CodecValues.dict))
      let pairs = UnsafeMutablePointer<floor_pair>.allocate(capacity: CodecValues.dict.count)
      let count = CodecValues.dict.count
      guard floor_decode_pairs(bytes.baseAddress, bytes.count, pairs, count),
        floor_encode_pairs(base, 4 << 20, pairs, count) == bytes.count,
        bytes.elementsEqual(UnsafeBufferPointer(start: base, count: bytes.count))
      else { fatalError("the floor decodes or encodes differently") }
      guard raw_floor_encode_pairs(base, 4 << 20, pairs, count) == bytes.count,
        bytes.elementsEqual(UnsafeBufferPointer(start: base, count: bytes.count)),
        raw_floor_decode_pairs(bytes.baseAddress, bytes.count, pairs, count)
      else { fatalError("the floor without libcbor decodes or encodes differently") }
      return Floor(
        name: "libcbor in C", encode: { for _ in 0..<$0 { keep(floor_encode_pairs(base, 4 << 20, pairs, count)) } },
        decode: { for _ in 0..<$0 { keep(floor_decode_pairs(bytes.baseAddress, bytes.count, pairs, count)) } },
        raw: (
          { for _ in 0..<$0 { keep(raw_floor_encode_pairs(base, 4 << 20, pairs, count)) } },
          { for _ in 0..<$0 { keep(raw_floor_decode_pairs(bytes.baseAddress, bytes.count, pairs, count)) } }
        ))
    }
  }

  /// Returns a copy that is never freed.
  private static func lasting(_ bytes: [UInt8]) -> UnsafeBufferPointer<UInt8> {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    return UnsafeBufferPointer(copy)
  }

  private static var blobFloor: Floor {
    let copying: (Int) -> Void = { count in
      for _ in 0..<count { Blob.sample.data.withUnsafeBytes { keep(memcpy(copy, $0.baseAddress!, $0.count)) } }
    }
    return Floor(name: "memcpy", encode: copying, decode: copying)
  }
}
