// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Streams that are opened again")
struct ReplayedStreamTests {
  private static let aborted = BridgeError(code: .aborted, message: "m")
  private static let failed = BridgeError(code: .failed, message: "m", failure: [9])

  /// Returns the outcome of a stream with items of a byte each.
  private func outcome(
    _ items: [UInt8], _ error: BridgeError?, expecting expected: [UInt8], _ end: RecordedCall.StreamEnd
  ) async -> ReplayOutcome {
    let side = ReplayedSide(
      transport: AnsweringTransport(items: items.map { [$0] }, error: error),
      calls: ["s": CoreCall(unlisted: "s", isStream: true)], timeout: .seconds(1))
    let elements = expected.map { RecordedPart(item: [$0]) }
    return await side.replay(
      RecordedCall(
        source: "call 1, s", name: "s", request: RecordedPart(item: [0]),
        answer: .success(.elements(elements, end: end))))
  }

  @Test("a stream with the same elements and the same end is the same")
  func same() async {
    #expect(await outcome([1, 2], nil, expecting: [1, 2], .end) == .same)
    #expect(await outcome([], nil, expecting: [], .end) == .same)
    #expect(await outcome([1], Self.aborted, expecting: [1], .error(.aborted)) == .same)
    #expect(await outcome([1], Self.failed, expecting: [1], .failure(RecordedPart(item: [9]))) == .same)
    // What follows was not recorded.
    #expect(await outcome([1, 2], Self.aborted, expecting: [1], .unknown) == .same)
  }

  @Test("the first element that differs is named, or the end")
  func different() async {
    for (outcome, reason) in [
      (await outcome([1, 3], nil, expecting: [1, 2], .end), "element 2: found 3, expected 2"),
      (await outcome([1], nil, expecting: [1, 2], .end), "the stream ends after 1 elements, expected 2"),
      (await outcome([1, 2], nil, expecting: [1], .end), "found the further element 2 after 1"),
      (
        await outcome([1], Self.aborted, expecting: [1], .end),
        "after 1 elements: found the error aborted: m, expected the end"
      ),
      (
        await outcome([], Self.aborted, expecting: [1], .error(.aborted)),
        "found the error aborted: m, expected element 1"
      ),
      (
        await outcome([1], nil, expecting: [1], .error(.aborted)),
        "after 1 elements: found the end, expected the error aborted"
      ),
      (
        await outcome([1], Self.failed, expecting: [1], .failure(RecordedPart(item: [8]))),
        "after 1 elements: found 9, expected 8"
      ),
    ] {
      #expect(outcome == .differs(reason))
    }
  }

  @Test("a call that has become a stream, or is none any more, differs")
  func kinds() async {
    let calls = ["a": CoreCall(unlisted: "a"), "s": CoreCall(unlisted: "s", isStream: true)]
    let side = ReplayedSide(transport: AnsweringTransport(), calls: calls, timeout: .seconds(1))
    func replay(_ name: String, _ answer: RecordedCall.Answer) async -> ReplayOutcome {
      await side.replay(
        RecordedCall(source: "", name: name, request: RecordedPart(item: [0]), answer: .success(answer)))
    }
    #expect(await replay("s", .response(RecordedPart(item: [1]))) == .differs("it is a stream"))
    #expect(await replay("a", .elements([], end: .end)) == .differs("it is no stream"))
  }

  @Test("an element that is not CBOR does not equal the byte string that it should have been")
  func notCBOR() async {
    let side = ReplayedSide(
      transport: AnsweringTransport(items: [[0x41, 0x61], [0x61]]),
      calls: ["s": CoreCall(unlisted: "s", isStream: true)], timeout: .seconds(1))
    let element = RecordedPart(item: [0x41, 0x61])
    let outcome = await side.replay(
      RecordedCall(
        source: "call 1, s", name: "s", request: RecordedPart(item: [0]),
        answer: .success(.elements([element, element], end: .end))))
    #expect(outcome == .differs("element 2: found bytes that are not CBOR, h'61', expected h'61'"))
  }
}
