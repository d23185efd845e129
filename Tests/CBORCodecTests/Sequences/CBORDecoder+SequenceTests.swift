// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

/// Sequences of items (RFC 8742), complete and in chunks.
@Suite("CBOR sequences")
struct CBORDecoderSequenceTests {
  /// Returns a stream of chunks that are available immediately.
  private static func chunks(_ chunks: [[UInt8]]) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      for chunk in chunks { continuation.yield(chunk) }
      continuation.finish()
    }
  }

  private static func items<Value: Decodable>(_ type: Value.Type, _ parts: [[UInt8]]) async throws -> [Value] {
    var values: [Value] = []
    for try await value in CBORDecoder().items(type, from: chunks(parts)) { values.append(value) }
    return values
  }

  @Test("values are encoded one after another, and a sequence may be empty")
  func whole() throws {
    #expect(hex(try CBOREncoder().encodeSequence([1, 100, -1])) == "01186420")
    #expect(try CBORDecoder().decodeSequence(Int.self, from: hex("01186420")) == [1, 100, -1])
    #expect(try CBORDecoder().decodeSequence(Int.self, from: []) == [])
    #expect(try CBOREncoder().encodeSequence([Int]()) == [])
    let error = #expect(throws: CBORError.self) { try CBORDecoder().decodeSequence(Int.self, from: hex("01 1864 1c")) }
    #expect(error?.code == .malformedHead && error?.offset == 3)
  }

  @Test(
    "the notation of a sequence has commas between its items",
    arguments: [("", ""), (" / none / ", ""), ("1", "01"), ("1, 2 ,", "0102"), (#""a", [_ 1] # last"#, "61619f01ff")])
  func notation(notation: String, bytes: String) throws {
    #expect(hex(try CBOREncoder().encodeSequence(diagnostic: notation)) == bytes)
  }

  @Test(
    "an error in the notation of a sequence says what was expected",
    arguments: [
      ("1 2", #"expected "," or the end of the text, found "2""#), (",", "expected"), ("1,,2", "expected"),
      ("[1", "the text ends"),
    ])
  func malformedNotation(notation: String, message: String) {
    let error = #expect(throws: CBORDiagnosticError.self) { try CBOREncoder().encodeSequence(diagnostic: notation) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test("a sequence has the same values however it is split into chunks")
  func cuts() async throws {
    var generator = SplitMix(for: "cuts")
    let items = AppendixA.wellFormed.map { hex($0) }
    for _ in 0..<200 {
      let chosen = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        items.randomElement(using: &generator) ?? []
      }
      let bytes = Array(chosen.joined())
      var parts: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...min(rest.count, 5), using: &generator)
        parts.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      let expected = try chosen.map { try CBORDecoder().decode(CBORValue.self, from: $0) }
      #expect(try await Self.items(CBORValue.self, parts) == expected, "\(parts.map { hex($0) })")
      #expect(try CBORDecoder().decodeSequence(CBORValue.self, from: bytes) == expected)
    }
  }

  @Test("a value is available as soon as the last byte of its item has arrived")
  func promptness() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    var values = CBORDecoder().items([Int].self, from: stream).makeAsyncIterator()
    continuation.yield(hex("8201"))
    continuation.yield(hex("02"))
    #expect(try await values.next() == [1, 2])
    continuation.yield(hex("9f03ff80"))
    #expect(try await values.next() == [3])
    #expect(try await values.next() == [])
    continuation.finish()
    #expect(try await values.next() == nil)
    #expect(try await values.next() == nil)
  }

  @Test(
    "a malformed, incomplete or oversized item is an error at its offset in the sequence, and the last result",
    arguments: [
      (["01", "1c", "02"], CBORError.Code.malformedHead, 1), (["01", "82", "01"], .endOfInput, 1),
      (["ff"], .unexpectedBreak, 0),
      (["00", "5b7fffffffffffffff"], .messageSizeLimit, 1 + 64 << 20), (["0000", "a2010001", "00"], .duplicateKey, 5),
      ([String(repeating: "81", count: 200)], .depthLimit, 129),
    ])
  func faults(_ parts: [String], _ code: CBORError.Code, _ offset: Int) async throws {
    var values = CBORDecoder().items(CBORValue.self, from: Self.chunks(parts.map { hex($0) })).makeAsyncIterator()
    var error: CBORError?
    do {
      while try await values.next() != nil {}
    } catch let fault as CBORError {
      error = fault
    }
    #expect(error?.code == code && error?.offset == offset, "\(String(describing: error))")
    #expect(try await values.next() == nil)
  }

  @Test("an item that exceeds the size limit is the same error however it is split into chunks")
  func oversized() async throws {
    let items = [
      "4b" + String(repeating: "00", count: 11), "6b" + String(repeating: "61", count: 11),
      "5b7fffffffffffffff" + "0000", "82" + "480000000000000000" + "00", "d818" + "49000000000000000000",
      "8b" + String(repeating: "01", count: 11), "9f0102030405060708090aff", "5f" + "4400000000" + "4400000000" + "ff",
      "89010203040506" + "4300000000", "7f" + "6461616161" + "7b0000000000000064" + "61",
    ]
    var decoder = CBORDecoder()
    decoder.limits.messageSize = 10
    for item in items {
      let bytes = [0x01, 0x02] + hex(item)
      for cut in 2...bytes.count {
        for second in Set([cut, min(cut + 1, bytes.count), bytes.count]) {
          let parts = [Array(bytes[..<cut]), Array(bytes[cut..<second]), Array(bytes[second...])]
          var values = decoder.items(CBORValue.self, from: Self.chunks(parts)).makeAsyncIterator()
          #expect(try await values.next() == 1)
          #expect(try await values.next() == 2)
          do {
            let value = try await values.next()
            Issue.record("\(item) in \(parts.map { hex($0) }) is \(String(describing: value))")
          } catch let error as CBORError {
            let found = "\(error) for \(item) in \(parts.map { hex($0) })"
            #expect(error.code == .messageSizeLimit && error.offset == 2 + 10, "\(found)")
          }
        }
      }
    }
  }

  @Test("a sequence is decoded with extreme limits on nesting", arguments: [Int.max, .max - 1, 0])
  func unlimitedDepth(_ depth: Int) async throws {
    var decoder = CBORDecoder()
    decoder.limits.nestingDepth = depth
    var values: [Int] = []
    for try await value in decoder.items(Int.self, from: Self.chunks([[0x01], [0x18, 0x64]])) { values.append(value) }
    #expect(values == [1, 100])
    var lists: [[Int]] = []
    do {
      for try await list in decoder.items([Int].self, from: Self.chunks([[0x82, 0x01], [0x02]])) { lists.append(list) }
      #expect(lists == [[1, 2]])
    } catch {
      #expect(depth == 0 && (error as? CBORError)?.code == .depthLimit)
    }
  }

  private struct Broken: Error {}

  @Test("after the stream of chunks throws, nothing more is read")
  func brokenChunks() async throws {
    final class State: @unchecked Sendable {  // used by one task at a time
      var count = 0
    }
    let state = State()
    // A stream that goes on after its error, unlike AsyncThrowingStream.
    struct Chunks: AsyncSequence, AsyncIteratorProtocol {
      let state: State

      mutating func next() async throws -> [UInt8]? {
        state.count += 1
        if state.count == 2 { throw Broken() }
        return state.count < 5 ? [0x82] : nil
      }

      func makeAsyncIterator() -> Self { self }
    }
    var iterator = CBORDecoder().items(Int.self, from: Chunks(state: state)).makeAsyncIterator()
    await #expect(throws: Broken.self) { _ = try await iterator.next(isolation: nil) }
    #expect(try await iterator.next(isolation: nil) == nil)
    #expect(state.count == 2)
  }
}
