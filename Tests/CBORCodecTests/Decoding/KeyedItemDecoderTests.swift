// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

@Suite("KeyedItemDecoder")
struct KeyedItemDecoderTests {
  private struct Named: Decodable, Equatable {
    var name: Int
    enum CodingKeys: Int, CodingKey { case name = 1 }
  }

  @Test("a field that is present by name and by number is an error, whatever the number of other keys")
  func twice() throws {
    for others in [0, 1, 2, 5, 15, 16, 17, 40, 300] {
      for isNameFirst in [true, false] {
        for rejects in [true, false] {
          var message: [UInt8] = [0xb9, UInt8((others + 2) >> 8), UInt8((others + 2) & 255)]
          let (name, number) = (hex("646e616d6505"), hex("0106"))
          message += isNameFirst ? name : number
          for other in 0..<others { message += [0x19, UInt8(1 + other >> 8), UInt8(other & 255), 0x00] }
          message += isNameFirst ? number : name
          var decoder = CBORDecoder()
          decoder.limits.rejectsDuplicateKeys = rejects
          let error = #expect(throws: DecodingError.self, "\(others) other keys, \(isNameFirst), \(rejects)") {
            try decoder.decode(Named.self, from: message)
          }
          #expect("\(String(describing: error))".contains("twice"))
        }
      }
    }
  }

  @Test("a field has the same value whatever the other keys are, and whatever their positions")
  func independence() throws {
    struct Fields: Decodable, Equatable {
      var a: Int?
      var b: String?
      var c: [Int]?
    }
    var generator = SplitMix(for: "other keys")
    let fields = ["616102", "61626178", "6163820102"]
    let others = [
      "0100", "4161f6", "6164a0", "7f61656165ff01", "f509", "a10203f4", "8001", "c1616601", "6167bf6161f6ff",
    ]
    for _ in 0..<200 {
      let mine = fields.filter { _ in Bool.random(using: &generator) }
      let rest = others.filter { _ in Bool.random(using: &generator) }
      let expected = try CBORDecoder().decode(Fields.self, from: [0xa0 | UInt8(mine.count)] + hex(mine.joined()))
      let pairs = (mine + rest).shuffled(using: &generator)
      for message in [[0xa0 | UInt8(pairs.count)] + hex(pairs.joined()), [0xbf] + hex(pairs.joined()) + [0xff]] {
        #expect(try CBORDecoder().decode(Fields.self, from: message) == expected, "\(hex(message))")
      }
    }
  }

  @Test("the error for a missing key also names its number")
  func missing() {
    let error = #expect(throws: DecodingError.self) { try CBORDecoder().decode(Named.self, from: hex("a10200")) }
    guard case .keyNotFound(let key, let context) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(key.intValue == 1)
    #expect(context.debugDescription.contains("1") && context.debugDescription.contains("name"))
  }

  @Test("`allKeys` omits an integer key if no coding key has that integer value")
  func integerKey() throws {
    struct Asking: Decodable {
      enum Key: String, CodingKey { case five = "5" }
      let keys: [Key], hasFive: Bool

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        (keys, hasFive) = (container.allKeys, container.contains(.five))
      }
    }
    let asking = try CBORDecoder().decode(Asking.self, from: hex("a10501"))
    #expect(asking.keys.isEmpty && !asking.hasFive)
    #expect(try CBORDecoder().decode(Asking.self, from: hex("a2613501 0501")).keys == [.five])
    var decoder = CBORDecoder()
    decoder.rejectsUnknownKeys = true
    #expect(throws: DecodingError.self) { try decoder.decode(Asking.self, from: hex("a10501")) }
  }

}
