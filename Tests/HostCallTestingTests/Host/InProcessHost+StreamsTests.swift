// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("The streams of an InProcessHost", .timeLimit(.minutes(1)))
struct InProcessHostStreamsTests {
  private struct Count: HostStreamable {
    typealias Element = Int
    var first: Int
  }

  @Test("elements are sent, and requests recorded")
  func elements() async throws {
    try await withHost { host in
      try host.answerStream(Count.self) { request, send in
        for number in 0..<3 { try await send(request.first + number) }
      }
      var seen: [Int] = []
      for try await number in host.bridge.stream(Count(first: 5), buffer: 1) { seen.append(number) }
      #expect(seen == [5, 6, 7])
      #expect(host.requests(of: Count.self).map(\.first) == [5])
      #expect(host.calls(of: Count.self).map(\.isCancelled) == [false])
    }
  }

  @Test("the number of elements that a reader took is known after it left")
  func taken() async throws {
    try await withHost { host in
      try host.answerStream(Count.self) { request, send in
        for number in request.first... { try await send(number) }
      }
      for try await number in host.bridge.stream(Count(first: 0), buffer: 8) where number == 4 { break }
      let calls = try await host.calls(of: Count.self) { $0.first?.isCancelled == true }
      #expect(calls.map(\.taken) == [5])
    }
  }

  @Test("a stream's deadline and its silence pass in virtual time")
  func time() async throws {
    try await withHost { host in
      try host.answerStream(Count.self) { _, send in
        try await send(1)
        try await Task.sleep(for: .seconds(3600))
      }
      for isSilence in [false, true] {
        let stream = host.bridge.stream(
          Count(first: 0), timeout: isSilence ? nil : .seconds(2), silence: isSilence ? .seconds(2) : nil)
        async let result: HostCallError<Never>? = {
          do throws(HostCallError<Never>) {
            for try await _ in stream {}
            return nil
          } catch {
            return error
          }
        }()
        try await host.received(isSilence ? 2 : 1, of: Count.self)
        await host.advance(by: .seconds(5))
        #expect(await result?.code == .deadlineExceeded)
      }
    }
  }
}
