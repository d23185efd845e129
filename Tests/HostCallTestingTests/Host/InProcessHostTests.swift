// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("InProcessHost", .timeLimit(.minutes(1)))
struct InProcessHostTests {
  @Test("it answers with its closures, and records requests in order")
  func answers() async throws {
    let host = InProcessHost()
    try host.answer(Add.self) { request in request.left + request.right }
    #expect(try await host.bridge.call(Add(left: 1, right: 2)) == 3)
    #expect(try await host.bridge.call(Add(left: 40, right: 2)) == 42)
    #expect(host.requests(of: Add.self) == [Add(left: 1, right: 2), Add(left: 40, right: 2)])
    await host.close()
  }

  @Test("after a close, calls are unavailable, answers cannot be set, and time does not advance")
  func closed() async throws {
    let host = InProcessHost()
    try host.answer(Add.self) { _ in 0 }
    await host.close()
    let error = await #expect(throws: HostCallError<AddFailure>.self) {
      try await host.bridge.call(Add(left: 1, right: 1))
    }
    #expect(error?.code == .unavailable)
    let refused = #expect(throws: HostSetupError.self) { try host.neverAnswer(Add.self) }
    #expect(refused?.code == .unavailable)
    await host.advance(by: .seconds(1))
    #expect(host.elapsed == .zero)
    await host.close()
  }

  @Test("a close ends unanswered calls, and notifies the host of their cancellation")
  func neverAnswered() async throws {
    let host = InProcessHost()
    try host.neverAnswer(Add.self)
    let call = Task { try await host.bridge.call(Add(left: 1, right: 1), timeout: .seconds(1)) }
    try await host.received(1, of: Add.self)
    await host.close()
    let error = await #expect(throws: HostCallError<AddFailure>.self) { try await call.value }
    #expect(error?.code == .unavailable)
    #expect(host.requests(of: Add.self) == [Add(left: 1, right: 1)])
    let received = host.calls(of: Add.self)
    #expect(received.map(\.isCancelled) == [true])
    #expect(received.map(\.answers) == [[]])
  }

  @Test("a call that is pending for long on the host's clock is reported as stale")
  func staleCall() async throws {
    let (reports, reporter) = AsyncStream.makeStream(of: StaleCall.self)
    let host = InProcessHost { reporter.yield($0) }
    try host.neverAnswer(Add.self)
    let call = Task.immediate { try await host.bridge.call(Add(left: 1, right: 1)) }
    await host.advance(by: .seconds(75))
    let report = await reports.first { _ in true }
    #expect(report?.wireName == "add")
    #expect(report?.age == .seconds(60))
    await host.close()
    _ = await call.result
    reporter.finish()
    #expect(await reports.first { _ in true } == nil)
  }
}
