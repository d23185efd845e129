// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

/// Types that conform to `HostCallable` in every way that finds its associated types; that they compile is the test.
private enum Conforming {
  struct Named: HostCallable {
    struct Response: Codable, Sendable {}
    enum Answer: Codable { case yes }
    var answer: Answer
  }

  struct Generic<Response: Codable & Sendable, Failure: Error & Codable & Sendable>: HostCallable {
    static var wireName: String { "generic" }
  }

  struct Parameter<Answer: Codable & Sendable>: HostCallable {
    typealias Response = [Answer]
    static var wireName: String { "parameter" }
    var answer: Answer
  }

  struct Stream<Element: Codable & Sendable>: HostStreamable {
    static var wireName: String { "stream" }
  }
}

@Suite("HostRequest")
struct HostRequestTests {
  @Test("the payload of an answer is the response of a call, and the element of a stream")
  func payloads() {
    func payload<Request: HostRequest>(_ type: Request.Type) -> ObjectIdentifier {
      ObjectIdentifier(Request.AnswerPayload.self)
    }
    #expect(payload(Conforming.Named.self) == ObjectIdentifier(Conforming.Named.Response.self))
    #expect(payload(Conforming.Generic<Int, OddFailure>.self) == ObjectIdentifier(Int.self))
    #expect(payload(Conforming.Parameter<Bool>.self) == ObjectIdentifier([Bool].self))
    #expect(payload(Conforming.Stream<String>.self) == ObjectIdentifier(String.self))
  }

  private struct OddFailure: Error, Codable {}
}
