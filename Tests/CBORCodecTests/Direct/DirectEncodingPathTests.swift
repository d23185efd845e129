// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCodecMeter
import Foundation
import Testing

/// Errors of values inside CBOREncodable types have the same coding paths as through containers.
@Suite("Coding paths of errors in CBOREncodable types")
struct DirectEncodingPathTests {
  // MARK: Types

  /// An enum that is only Codable, and opens a nested container for each of its cases.
  private enum Form: Encodable {
    case circle(radius: Double)
    case dated(at: Date)
  }

  private struct Item: CBOREncodable {
    var id: Int
    var form: Form

    func encode(to writer: inout CBORWriter) throws {
      try writer.beginMap(2)
      try writer.encode(id, forKey: "id")
      try writer.encode(form, forKey: "form")
      writer.endMap()
    }
  }

  private struct Root: CBOREncodable {
    var items: [Item]
    var plain: Plain?

    func encode(to writer: inout CBORWriter) throws {
      try writer.beginMap(plain == nil ? 1 : 2)
      try writer.encode(items, forKey: "items")
      if let plain { try writer.encode(plain, forKey: "plain") }
      writer.endMap()
    }
  }

  private struct Plain: Encodable {
    var dates: [Date] = []
    var date: Date?
    var roots: [Root] = []
    var value: CBORValue?
    var raw: CBORRawItem?
  }

  private static let never = Date(timeIntervalSince1970: .infinity)

  // MARK: Paths

  private static let indefinite = try? CBORRawItem(hex("9f01bf616102ff7f6162ffff"))

  private func path(_ value: some Encodable, _ encoder: CBOREncoder = CBOREncoder()) -> [String] {
    do {
      _ = try encoder.encode(value) as [UInt8]
      return ["no error"]
    } catch EncodingError.invalidValue(_, let context) {
      return context.codingPath.map { key in key.intValue.map { "\($0)" } ?? key.stringValue }
    } catch {
      return ["\(error)"]
    }
  }

  @Test("an error has the same coding path as through containers")
  func errors() {
    var containers = CBOREncoder()
    containers.userInfo = .throughContainers
    let good = Item(id: 1, form: .circle(radius: 1))
    let bad = Item(id: 2, form: .dated(at: Self.never))
    let values: [Root] = [
      Root(items: [bad]), Root(items: [good, good, bad]),
      Root(items: [good], plain: Plain(date: Self.never)),
      Root(items: [], plain: Plain(dates: [Date(), Self.never])),
      Root(items: [good], plain: Plain(roots: [Root(items: [good, bad])])),
      Root(
        items: [good],
        plain: Plain(roots: [Root(items: [], plain: Plain(roots: [Root(items: [good, good, bad])]))])),
      Root(items: [good], plain: Plain(value: .array([1, .simple(24)]))),
      Root(items: [good], plain: Plain(roots: [Root(items: [good])], value: .map([.init(key: 1, value: .simple(24))]))),
      Root(
        items: [good],
        plain: Plain(roots: [Root(items: [good], plain: Plain(raw: Self.indefinite))], value: .simple(24))),
    ]
    for value in values {
      #expect(path(value) == path(value, containers), "\(value)")
      #expect(path([value]) == path([value], containers), "\(value)")
      #expect(path(["a": [value]]) == path(["a": [value]], containers), "\(value)")
    }
    #expect(path(values[3]) == ["plain", "dates", "1"])
  }

  @Test("a container cannot be written to while a value in it encodes through CBORWriter")
  func busy() throws {
    struct Busy: Encodable {
      func encode(to encoder: any Encoder) throws {
        var outer = encoder.unkeyedContainer()
        nonisolated(unsafe) let copy = outer
        try outer.encode(
          Written { writer in
            var container = unsafe copy
            #expect(throws: EncodingError.self) { try container.encode(1) }
            try writer.encode(2)
          })
      }
    }
    let value = Written { writer in
      try writer.beginArray(2)
      writer.encode("a")
      try writer.encode(Busy())
      writer.endArray()
    }
    #expect(hex(try CBOREncoder().encode(value)) == "826161" + "8102")
    #expect(hex(try CBOREncoder().encode([value])) == "81826161" + "8102")
  }

  @Test("a container of an ended value can be written to, without effect, while CBORWriter encodes a later value")
  func keptWhileBusy() throws {
    final class Keeper: @unchecked Sendable {  // used by one thread
      var encoder: (any Encoder)?
    }
    let keeper = Keeper()
    let leaf = Scripted { encoder in
      keeper.encoder = encoder
      try 1.encode(to: encoder)
    }
    let value = Scripted { encoder in
      var outer = encoder.unkeyedContainer()
      try outer.encode([leaf])
      try outer.encode(
        Written { writer in
          let kept = try #require(keeper.encoder)
          #expect(kept.codingPath.map(\.intValue) == [1])
          var container = kept.singleValueContainer()
          #expect(throws: EncodingError.self) { try container.encode(2) }
          try writer.encode(3)
        })
    }
    #expect(hex(try CBOREncoder().encode(value)) == "82810103")
  }

  // MARK: Time

  /// Elements that each need their coding path, of which some are rolled back.
  private struct Elements: CBOREncodable {
    var count: Int
    var element: @Sendable (inout CBORWriter) throws -> Void

    func encode(to encoder: any Encoder) throws {}

    func encode(to writer: inout CBORWriter) throws {
      try writer.beginMap(1)
      writer.encodeKey("elements")
      try writer.beginArray(count)
      for _ in 0..<count {
        do { try writer.encode(Written(element)) } catch { writer.encodeNil() }
      }
      writer.endArray()
      writer.endMap()
    }
  }

  @Test(
    "values that need their coding path, or fail, are encoded in linear time", .enabled(if: codec_meter_counts_calls()),
    arguments: 0..<4)
  func linear(_ kind: Int) throws {
    let element: @Sendable (inout CBORWriter) throws -> Void =
      switch kind {
      case 0: { try Item(id: 1, form: .circle(radius: 0.1)).encode(to: &$0) }
      case 1: { try $0.encode(Self.never) }
      case 2: { try Item(id: 1, form: .dated(at: Self.never)).encode(to: &$0) }
      default:
        { writer in
          try writer.beginArray(2)
          do { try writer.encode(Form.dated(at: Self.never)) } catch { writer.encodeNil() }
          try writer.encode([Item(id: 1, form: .circle(radius: 0.1))])
        }
      }
    func steps(_ count: Int) throws -> Int {
      codec_meter_begin()
      _ = try CBOREncoder().encode(Elements(count: count, element: element)) as [UInt8]
      return Int(codec_meter_end().stream_decode)
    }
    let (once, twice) = (try steps(500), try steps(1000))
    #expect(once > 0 && twice <= 2 * once + 100, "\(once) heads are read for 500 elements, \(twice) for 1000")
  }
}
