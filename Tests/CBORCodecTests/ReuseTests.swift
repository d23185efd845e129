// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

/// The codec reuses one message's memory for the next.
///
/// No content of one message may appear in another.
@Suite("Memory that is reused for the next message")
struct ReuseTests {
  private final class Keeper {
    var encoders: [any Encoder] = []
    var decoders: [any Decoder] = []
    var containers: [KeyedEncodingContainer<Key>] = []
  }

  private enum Key: String, CodingKey {
    case first, second
  }

  /// A value that keeps the encoders and decoders that it receives.
  fileprivate struct Clinging: Codable {
    static let keeper = CodingUserInfoKey(rawValue: "keeper")!
    var number: Int

    init(number: Int) { self.number = number }

    init(from decoder: any Decoder) throws {
      (decoder.userInfo[Self.keeper] as? Sent<Keeper>)?.keeper.decoders.append(decoder)
      number = try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .first)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(number, forKey: .first)
      let keeper = (encoder.userInfo[Self.keeper] as? Sent<Keeper>)?.keeper
      keeper?.encoders.append(encoder)
      keeper?.containers.append(container)
    }
  }

  private struct Failing: Codable {
    struct Failed: Error {}
    var number = 1

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(number, forKey: .first)
      throw Failed()
    }
  }

  @Test("coders that outlive their message cannot write into the next one or read from it")
  func clinging() throws {
    let keeper = Keeper()
    // The coders reference the encoder's `userInfo`, and through it the keeper.
    defer { (keeper.encoders, keeper.decoders, keeper.containers) = ([], [], []) }
    var encoder = CBOREncoder()
    var decoder = CBORDecoder()
    encoder.userInfo[Clinging.keeper] = Sent(keeper)
    decoder.userInfo[Clinging.keeper] = Sent(keeper)
    let bytes: [UInt8] = try encoder.encode(Clinging(number: 7))
    #expect(bytes == [0xa1, 0x65, 0x66, 0x69, 0x72, 0x73, 0x74, 0x07])
    #expect(try decoder.decode(Clinging.self, from: bytes).number == 7)
    for number in 0..<20 {
      let other: [UInt8] = try CBOREncoder().encode(["first": number])
      #expect(other == [0xa1, 0x65, 0x66, 0x69, 0x72, 0x73, 0x74, UInt8(number)])
      for var container in keeper.containers {
        #expect(throws: EncodingError.self) { try container.encode(1, forKey: .second) }
      }
      for decoder in keeper.decoders { #expect((try? Clinging(from: decoder)) == nil) }
      #expect(try CBORDecoder().decode([String: Int].self, from: other) == ["first": number])
    }
  }

  private final class Box {
    var decoder: (any Decoder)?
    var list: (any UnkeyedDecodingContainer)?
    /// Closures that ask a kept container for something, and return whether they got it.
    var questions: [() -> Bool] = []
  }

  /// A type that keeps its decoder in a task-local box, and at most opens an array.
  private struct Kept: Decodable {
    @TaskLocal static var box = Sent(Box())

    init(from decoder: any Decoder) throws {
      Self.box.keeper.decoder = decoder
      Self.box.keeper.list = try? decoder.unkeyedContainer()
    }
  }

  private struct Direct: CBORDecodable {
    init(from decoder: any Decoder) throws {}

    init(from reader: inout CBORReader) throws { try reader.skip() }
  }

  @Test("a decoder that outlives its message reads nothing, even through CBORDecodable types")
  func keptDecoder() throws {
    let box = Box()
    try Kept.$box.withValue(Sent(box)) {
      // The type reads nothing of the message, so the decoder scans it at the end.
      for message in ["83010203", "a2616101616202", "9f01ff"] { try checkKept(message, box) }
    }
  }

  private func checkKept(_ message: String, _ box: Box) throws {
    // The bytes outlive the call here, so a decoder that reads them gets a value.
    let bytes = hex(message)
    defer { withExtendedLifetime(bytes) {} }
    _ = try CBORDecoder().decode(Kept.self, from: bytes)
    let single = try #require(try box.decoder?.singleValueContainer())
    #expect((try? single.decode([Int].self)) == nil)
    #expect((try? single.decode([Int]?.self)) == nil)
    #expect((try? single.decode([String].self)) == nil)
    #expect((try? single.decode([String: Int].self)) == nil)
    #expect((try? single.decode(Direct.self)) == nil)
    #expect((try? single.decode([Direct]?.self)) == nil)
    #expect((try? single.decode(CBORRawItem.self)) == nil)
    #expect((try? single.decode(Int.self)) == nil)
    #expect((box.list == nil) == (message == "a2616101616202"))
    guard var list = box.list else { return }
    #expect((try? list.decode([Int].self)) == nil)
    #expect((try? list.decode(Direct.self)) == nil)
    #expect((try? list.decode(Int.self)) == nil)
  }

  /// A type that keeps its containers, which the next value's containers replace.
  private struct Keeping: Decodable {
    private enum OtherKey: String, CodingKey {
      case first
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let other = try decoder.container(keyedBy: OtherKey.self)
      Kept.box.keeper.questions += [
        { container.contains(.first) || !container.allKeys.isEmpty },
        { (try? container.decode(Int.self, forKey: .first)) != nil },
        { (try? container.nestedContainer(keyedBy: Key.self, forKey: .first)) != nil },
        { other.contains(.first) || (try? other.decode(Int.self, forKey: .first)) != nil },
      ]
      _ = try container.decode(Int.self, forKey: .first)
    }
  }

  /// A type that asks the containers of an earlier message while it is decoded.
  private struct Asking: Decodable {
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for isFound in Kept.box.keeper.questions { #expect(!isFound()) }
      #expect(try container.decode(Int.self, forKey: .first) == 9)
      for isFound in Kept.box.keeper.questions { #expect(!isFound()) }
    }
  }

  @Test(
    "keyed containers that were kept and replaced find nothing, whether decoding returned a value or threw an error",
    arguments: ["82 a1656669727374 01 a1656669727374 02", "83 a1656669727374 01 a1656669727374 02 60"])
  func replacedContainers(_ message: String) throws {
    let box = Box()
    try Kept.$box.withValue(Sent(box)) {
      for _ in 0..<20 {
        box.questions = []
        #expect((try? CBORDecoder().decode([Keeping].self, from: hex(message))) == nil || message.hasPrefix("82"))
        #expect(box.questions.count == 8)
        _ = try CBORDecoder().decode([Asking].self, from: hex("82 a1656669727374 09 a1656669727374 09"))
      }
    }
  }

  /// A reference type as a value of `userInfo`.
  ///
  /// Thread safety: used on one thread.
  private final class Sent<Value>: @unchecked Sendable {
    let keeper: Value

    init(_ keeper: Value) { self.keeper = keeper }
  }

  @Test("a nested container that was replaced by another pair cannot make later messages fail")
  func nestedClinging() throws {
    final class Holder: @unchecked Sendable {  // used on one thread
      var container: KeyedEncodingContainer<Key>?
    }
    struct Replacing: Encodable {
      let holder: Holder

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        holder.container = container.nestedContainer(keyedBy: Key.self, forKey: .first)
        try container.encode(1, forKey: .first)
      }
    }
    let holder = Holder()
    let bytes: [UInt8] = try CBOREncoder().encode(Replacing(holder: holder))
    #expect(bytes == [0xa1, 0x65, 0x66, 0x69, 0x72, 0x73, 0x74, 0x01])
    struct Interfering: Encodable {
      let holder: Holder

      func encode(to encoder: any Encoder) throws {
        // During this message, the other message's container is nested beyond its limit.
        var outer = holder.container?.nestedUnkeyedContainer(forKey: .second)
        for _ in 0..<200 { outer = outer?.nestedUnkeyedContainer() }
        var container = encoder.singleValueContainer()
        try container.encode(2)
      }
    }
    #expect(try CBOREncoder().encode(Interfering(holder: holder)) as [UInt8] == [2])
  }

  @Test("a failed message leaves nothing for the next one, large or small")
  func failing() throws {
    let large = (0..<20_000).map { ["key \($0)": [$0]] }
    for _ in 0..<5 {
      #expect(throws: Failing.Failed.self) { let _: [UInt8] = try CBOREncoder().encode([Failing()]) }
      #expect(try CBOREncoder().encode([1, 2]) as [UInt8] == [0x82, 1, 2])
      let bytes: [UInt8] = try CBOREncoder().encode(large)
      #expect(try CBORDecoder().decode([[String: [Int]]].self, from: bytes) == large)
      #expect(throws: (any Error).self) { try CBORDecoder().decode([String: Int].self, from: bytes) }
      #expect(throws: CBORError.self) { try CBORDecoder().decode([Int].self, from: [0x82, 1]) }
      #expect(try CBORDecoder().decode([Int].self, from: [0x82, 1, 2]) == [1, 2])
    }
  }

  @Test("concurrent threads have separate state", .timeLimit(.minutes(1)))
  func threads() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<500 {
            let value = ["a": task, "b": number]
            guard let bytes: [UInt8] = try? CBOREncoder().encode(value),
              (try? CBORDecoder().decode([String: Int].self, from: bytes)) == value
            else { return false }
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
