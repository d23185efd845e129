// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Fixtures
import Foundation
import FuzzProperties
import TestSupport
import Testing

/// The properties that `make fuzz` checks for any length of time, here on about thirteen thousand generated inputs.
///
/// To reproduce a failure, use the seed that the test prints: `HOSTCALL_SEED=… swift test --filter
/// GeneratedInputTests`.
@Suite("Properties of generated input")
struct GeneratedInputTests {
  @Test("every example of the RFC and every fixture satisfies the properties of messages")
  func fixtures() throws {
    let examples = try AppendixA.wellFormed + AppendixF.examples.map(\.bytes)
    let files = try MalformedFixture.all.map { try Fixtures.bytes("malformed/" + $0.file) }
    for bytes in examples.map({ hex($0) }) + files { check(bytes, typesOneOf: 5) }
  }

  @Test("every seed of the fuzzers satisfies the properties of messages or notation")
  func corpus() throws {
    let messages = try corpus("FuzzCBOR")
    let notations = try corpus("FuzzNotation")
    #expect(messages.count > 200 && notations.count > 100)
    for message in messages { check([UInt8](message), typesOneOf: 9) }
    for notation in notations { check(notation: String(decoding: notation, as: UTF8.self)) }
  }

  @Test("each type that encodes itself has a seed that decodes to it")
  func directSeeds() throws {
    var decoded: Set<String> = []
    for message in try corpus("FuzzCBOR") { decoded.formUnion(try ManyTypes.check([UInt8](message), oneOf: 50)) }
    for type in ManyTypes.directTypes { #expect(decoded.contains(type), "\(type)") }
  }

  private func corpus(_ fuzzer: String) throws -> [Data] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzzing/Corpus/\(fuzzer)")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { try Data(contentsOf: $0) }
  }

  @Test("random bytes satisfy the properties of messages")
  func random() {
    var generator = SplitMix(for: "random bytes")
    for _ in 0..<3000 {
      let count = Int.random(in: 0...24, using: &generator)
      check((0..<count).map { _ in .random(in: 0...255, using: &generator) }, typesOneOf: 20)
    }
  }

  @Test("randomly changed messages satisfy the properties of messages")
  func mutated() {
    var generator = SplitMix(for: "changed messages")
    let seeds = AppendixA.examples.map(\.bytes)
    for _ in 0..<2000 {
      var bytes = seeds.randomElement(using: &generator) ?? []
      if Bool.random(using: &generator) { bytes = [0x82] + bytes + (seeds.randomElement(using: &generator) ?? []) }
      for _ in 0..<Int.random(in: 0...3, using: &generator) { mutate(&bytes, &generator) }
      check(bytes, typesOneOf: 15)
    }
  }

  @Test("random values of types that encode themselves, and their changed messages, satisfy the properties")
  func values() {
    var generator = SplitMix(for: "values")
    var decoded: [String: (values: Int, changed: Int)] = [:]
    for _ in 0..<2500 {
      let count = Int.random(in: 1...200, using: &generator)
      let script: [UInt8] = (0..<count).map { _ in .random(in: 0...255, using: &generator) }
      do {
        let outcome = try ValueProperties.check(script)
        decoded[outcome.type, default: (0, 0)].values += outcome.isDecoded ? 1 : 0
        decoded[outcome.type, default: (0, 0)].changed += outcome.changed
      } catch {
        Issue.record("\(hex(script)): \(error)")
      }
    }
    for type in ValueProperties.types {
      #expect(decoded[type]?.values ?? 0 > 0, "\(type) was never decoded")
    }
    // A message of many fields rarely decodes after a change.
    #expect(decoded.values.count { $0.changed > 0 } > ValueProperties.types.count / 2)
  }

  @Test("nested heads of every kind, with counts that may be wrong, satisfy the properties of messages")
  func structures() {
    var generator = SplitMix(for: "nested heads")
    for _ in 0..<1000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...40, using: &generator) { appendHead(to: &bytes, &generator) }
      check(bytes, typesOneOf: 15)
    }
  }

  @Test("randomly changed notation satisfies the properties of notation")
  func notation() {
    var generator = SplitMix(for: "changed notation")
    let alphabet = Array(" \t\n_0123456789abcdefhxENI+-.,:;\"'\\/#()[]{}<>=~ü\u{10151}".unicodeScalars)
    for _ in 0..<5000 {
      var text = String(AppendixA.examples.randomElement(using: &generator)?.notation ?? "").unicodeScalars
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        let place = text.indices.randomElement(using: &generator) ?? text.endIndex
        let scalar = alphabet.randomElement(using: &generator) ?? " "
        switch Int.random(in: 0..<3, using: &generator) {
        case 0 where place < text.endIndex: text.remove(at: place)
        case 1 where place < text.endIndex: text.replaceSubrange(place...place, with: [scalar])
        default: text.insert(scalar, at: place)
        }
      }
      check(notation: String(text))
    }
  }

  private func check(_ bytes: [UInt8], typesOneOf share: Int) {
    do {
      try MessageProperties.check(bytes, typesOneOf: share)
    } catch {
      Issue.record("\(hex(bytes)): \(error)")
    }
  }

  private func check(notation: String) {
    do {
      try NotationProperties.check(notation)
    } catch {
      Issue.record("\(notation.debugDescription): \(error)")
    }
  }

  /// Appends a short item, or the head of a container whose count is usually small and whose width is usually valid.
  private func appendHead(to bytes: inout [UInt8], _ generator: inout SplitMix) {
    let major = UInt8.random(in: 0..<8, using: &generator) << 5
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: bytes.append(0xff)
    case 1: bytes.append(major | 31)
    case 2:
      let width = UInt8.random(in: 0...3, using: &generator)
      bytes.append(major | (24 + width))
      bytes += (0..<(1 << width)).map { _ in [0, 0, 0, 1, 255].randomElement(using: &generator) ?? 0 }
    default: bytes.append(major | UInt8.random(in: 0...3, using: &generator))
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0 where place < bytes.count: bytes[place] = .random(in: 0...255, using: &generator)
    case 1 where place < bytes.count: bytes.remove(at: place)
    case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    default: bytes.insert(.random(in: 0...255, using: &generator), at: place)
    }
  }
}
