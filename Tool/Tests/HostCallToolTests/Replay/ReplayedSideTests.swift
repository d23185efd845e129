// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import HostCallTool
import Testing

@Suite("The side to which recorded calls are made again")
struct ReplayedSideTests {
  private func side(
    _ calls: [String: CoreCall]? = ["a": CoreCall(unlisted: "a")],
    _ answer: @escaping @Sendable (TransportCall) throws(BridgeError) -> [UInt8]
  ) -> ReplayedSide {
    ReplayedSide(transport: AnsweringTransport(answer: answer), calls: calls, timeout: .seconds(3))
  }

  private func recorded(_ answer: RecordedCall.Answer?, request: [UInt8] = [1], name: String = "a") -> RecordedCall {
    RecordedCall(
      source: "a.request.cbor", name: name, request: RecordedPart(file: request),
      answer: answer.map { .success($0) } ?? .failure(NotReplayable("it has no answer")),
      answerSource: "a.response.cbor")
  }

  private func response(_ bytes: [UInt8]) -> RecordedCall.Answer { .response(RecordedPart(file: bytes)) }
  private func failure(_ bytes: [UInt8]) -> RecordedCall.Answer { .failure(RecordedPart(file: bytes)) }

  @Test("the request is sent with the timeout, and the same answer is recognised")
  func same() async throws {
    let side = side { call throws(BridgeError) in
      guard call.wireName == "a", call.request == [0x18, 1], call.timeout == .seconds(3) else {
        throw BridgeError(code: .internal, message: "\(call)")
      }
      return [0xf9, 0x40, 0]
    }
    // 2 in place of 2.0, and a request in another form.
    #expect(await side.replay(recorded(response([2]), request: [0x18, 1])) == .same)
    let failing = self.side { _ throws(BridgeError) in throw BridgeError(code: .failed, message: "", failure: [3]) }
    #expect(await failing.replay(recorded(failure([3]))) == .same)
    let late = self.side { _ throws(BridgeError) in throw BridgeError(code: .deadlineExceeded, message: "x") }
    #expect(await late.replay(recorded(.error(.deadlineExceeded))) == .same)
  }

  @Test("the request and the response cross in the call's encodings")
  func encodings() async throws {
    for isRaw in [false, true] {
      var call = CoreCall(unlisted: "a")
      call.request.isRaw = isRaw
      call.response.isRaw = !isRaw
      let side = side(["a": call]) { sent throws(BridgeError) in
        #expect(sent.requestEncoding == (isRaw ? .raw : .cbor) && sent.responseEncoding == (isRaw ? .cbor : .raw))
        #expect(sent.request == (isRaw ? [7] : [0x41, 7]))
        return isRaw ? [0x41, 8] : [8]
      }
      #expect(await side.replay(recorded(response([0x41, 8]), request: [0x41, 7])) == .same)
    }
  }

  @Test("another answer differs, with the file that it is compared with")
  func different() async throws {
    let answering = side { _ in [2] }
    let failing = side { _ throws(BridgeError) in throw BridgeError(code: .failed, message: "m", failure: [3]) }
    let late = side { _ throws(BridgeError) in throw BridgeError(code: .deadlineExceeded, message: "too late") }
    for (side, answer, reason) in [
      (answering, response([1]), "found 2, expected 1"),
      (answering, failure([2]), "found the response 2, expected the failure 2"),
      (answering, .error(.aborted), "found the response 2, expected the error aborted"),
      (failing, failure([4]), "found 3, expected 4"),
      (failing, response([3]), "found the failure 3, expected the response 3"),
      (late, response([1]), "found the error deadlineExceeded: too late, expected the response 1"),
      (late, .error(.aborted), "found the error deadlineExceeded: too late, expected the error aborted"),
    ] as [(ReplayedSide, RecordedCall.Answer, String)] {
      #expect(await side.replay(recorded(answer)) == .differs("a.response.cbor: \(reason)"))
    }
  }

  @Test("calls that are not offered, have no answer or are streams are not made")
  func notMade() async throws {
    let calls = ["a": CoreCall(unlisted: "a"), "s": CoreCall(unlisted: "s", isStream: true)]
    let side = side(calls) { _ throws(BridgeError) in throw BridgeError(code: .aborted, message: "") }
    #expect(await side.replay(recorded(response([1]), name: "b")) == .notOffered)
    #expect(await side.replay(recorded(nil)) == .skipped("it has no answer"))
    #expect(
      await side.replay(recorded(response([1]), name: "s"))
        == .skipped("s is a stream, of which golden files are not replayed"))
    // A side that does not describe its calls is asked.
    let silent = self.side(nil) { _ throws(BridgeError) in throw BridgeError(code: .unimplemented, message: "") }
    #expect(await silent.replay(recorded(response([1]))) == .notOffered)
  }

  @Test("malformed recordings are distinguished from requests that do not fit into the other side's memory")
  func malformed() async throws {
    let side = side { _ in [1] }
    guard case .malformed(let answer) = await side.replay(recorded(response([0x82]))),
      case .malformed(let request) = await side.replay(recorded(response([1]), request: []))
    else {
      Issue.record("expected malformed recordings")
      return
    }
    #expect(answer.hasPrefix("a.response.cbor: ") && request.hasPrefix("a.request.cbor: "))
    let move = try await DescribedCalls.call("move")
    let raw = self.side(["a": move]) { _ in [1, 0, 0, 0] }
    let outcome = await raw.replay(recorded(response([1]), request: [0x41, 0]))
    #expect(outcome == .differs("the request: found 1 bytes, expected 16"))
  }

  @Test(
    "raw memory of another size or layout differs, whatever its numbers are",
    arguments: [
      (4, "UInt32", "02010000", nil),
      (4, "Int32", "02010000", "the layout: found uint32 at byte 0, expected int32 at byte 0"),
      (4, "Float", "00000000", "the layout: found uint32 at byte 0, expected float32 at byte 0"),
      (8, "UInt64", "0201000000000000", "the layout: found 4 bytes, expected 8"),
      (8, "Later", "0201000000000000", "found 258, expected h'0201000000000000'"),
    ] as [(Int, String, String, String?)])
  func layouts(_ size: Int, _ type: String, _ bytes: String, _ reason: String?) async throws {
    let text = """
      {"size": \(size), "byteOrder": "little", "bytes": h'\(bytes)', "fields": [{"name": "", "type": "\(type)", \
      "offset": 0, "size": \(size)}]}
      """
    let answer = response(try CBOREncoder().encode(diagnostic: text))
    let side = side(["a": try await DescribedCalls.call("move")]) { _ in [2, 1, 0, 0] }
    let request = try CBOREncoder().encode(
      diagnostic: #"{"from": {"x": 0, "y": 0, "isFixed": true, "padding": 0}, "steps": 3}"#)
    #expect(
      await side.replay(recorded(answer, request: request))
        == (reason.map { .differs("a.response.cbor: \($0)") } ?? .same))
  }

  @Test("an answer that is not CBOR does not equal the byte string that it should have been")
  func notCBOR() async throws {
    let (hello, text) = ([0x45, 0x68, 0x65, 0x6c, 0x6c, 0x6f] as [UInt8], [0x68, 0x65, 0x6c, 0x6c, 0x6f] as [UInt8])
    let found = "a.response.cbor: found bytes that are not CBOR, h'68656c6c6f', expected"
    let answering = side { _ in text }
    #expect(await answering.replay(recorded(response(hello))) == .differs("\(found) the response h'68656c6c6f'"))
    let failing = side { _ throws(BridgeError) in throw BridgeError(code: .failed, message: "", failure: text) }
    #expect(await failing.replay(recorded(failure(hello))) == .differs("\(found) the failure h'68656c6c6f'"))
    let right = side { _ in hello }
    #expect(await right.replay(recorded(response(hello))) == .same)
  }

  @Test("the calls of a side are compared if they are answered, and not if the side makes them to another host")
  func hostCalls() async throws {
    let session = RecordedSession([try Records.toCore(1, "a"), try Records.toHost(2, "x", parent: 1)], .toCore)
    let side = side { _ in [0] }
    let missing = ReplayedHostCalls(differences: ["the core does not make its call 2, x"])
    let compared = await side.replay(session.steps[0].call, at: 0, SessionAnswers(session))
    #expect(compared.outcome == .same && compared.hostCalls == missing)
    let elsewhere = await side.replay(session.steps[0].call, at: 0, nil)
    #expect(elsewhere.outcome == .same && elsewhere.hostCalls == ReplayedHostCalls(uncompared: 1))
  }
}
