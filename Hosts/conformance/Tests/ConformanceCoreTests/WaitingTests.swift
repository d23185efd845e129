// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

@testable import ConformanceCore

@Suite("Deadlines, cancellation and closing", .timeLimit(.minutes(1)))
struct WaitingTests {
  @Test("the host's deadline and cancellation end a function of the core")
  func hostGivesUp() async throws {
    try await withConformance { (core, _, _) async throws in
      let error = await failure(of: { () async throws(HostCallError<Never>) in
        try await core.with(timeout: .milliseconds(50)).coreWait(key: "host deadline")
      })
      #expect(error?.code == .deadlineExceeded)
      #expect(try await core.awaitState(key: "host deadline", state: .cancelled))
      let call = Task {
        await failure(of: { () async throws(HostCallError<Never>) in try await core.coreWait(key: "host cancels") })
      }
      #expect(try await core.awaitState(key: "host cancels", state: .started))
      call.cancel()
      let cancelled = await call.value
      #expect(cancelled?.code == .cancelled)
      #expect(try await core.awaitState(key: "host cancels", state: .cancelled))
    }
  }

  @Test("the core's deadline and cancellation end a handler of the host")
  func coreGivesUp() async throws {
    try await withConformance { (core, host, _) async throws in
      let expired = try await core.callWithDeadline(key: "deadline", milliseconds: 200)
      #expect(expired.outcome == "deadlineExceeded")
      #expect(expired.milliseconds >= 200 && expired.milliseconds < 5000)
      #expect(await host.wasCancelled("deadline"))
      #expect(try await core.callAndCancel(key: "cancel", milliseconds: 200).outcome == "cancelled")
      #expect(await host.wasCancelled("cancel"))
      let failed = try await core.callAndFailPending(key: "fail", milliseconds: 200)
      #expect(failed.outcome == "aborted" && failed.message == "failed as told", "\(failed)")
      #expect(await host.wasCancelled("fail"))
      #expect(try await core.callImpatiently(milliseconds: 60).outcome == "deadlineExceeded")
      try await core.ping()
      let found = try await core.statistics()
      #expect(found.expired == 2 && found.cancelled == 1 && found.failed == 1, "\(found)")
    }
  }

  @Test("a close ends the calls of both directions, and another core tells so")
  func close() async throws {
    try await withConformance { (other, _, _) async throws in
      try await withConformance { (core, host, bridge) async throws in
        let call = Task {
          await failure(of: { () async throws(HostCallError<Never>) in try await core.coreWait(key: "close") })
        }
        #expect(try await core.awaitState(key: "close", state: .started))
        try await core.holdCalls(key: "held", count: 3)
        while bridge.statistics.inFlight < 3 { try await Task.sleep(for: .milliseconds(1)) }
        await bridge.close()
        let cancelled = await call.value
        #expect(cancelled?.code == .cancelled)
        #expect(await host.wasCancelled("held"))
        let error = await failure(of: { () async throws(HostCallError<Never>) in try await core.ping() })
        #expect(error?.message.hasPrefix("HOSTCALL_INVALID_BRIDGE") == true, "\(error!)")
      }
      #expect(try await other.awaitState(key: "close", state: .cancelled))
      #expect(
        try await other.heldCalls(key: "held", count: 3).map(\.outcome) == Array(repeating: "unavailable", count: 3))
    }
  }

  @Test("a core that closes its bridge cancels the call that told it to")
  func closeFromCore() async throws {
    try await withConformance { (core, _, _) async throws in
      let error = await failure(of: { () async throws(HostCallError<Never>) in try await core.closeBridge() })
      #expect(error?.code == .cancelled)
      #expect(await failure(of: { () async throws(HostCallError<Never>) in try await core.ping() }) != nil)
    }
  }

  @Test("metadata and deadlines are seen on the other side")
  func metadata() async throws {
    try await withConformance { (core, _, _) async throws in
      let sent = try await core.sendMetadata(
        texts: ["tenant": "acme"], binaries: ["trace-bin": [0, 255]], timeoutMilliseconds: 5000)
      #expect(sent.texts == ["tenant": "acme"] && sent.binaries == ["trace-bin": [0, 255]])
      #expect(try #require(sent.remainingMilliseconds) <= 5000)
      let bare = try await core.sendMetadata(texts: [:], binaries: [:], timeoutMilliseconds: nil)
      #expect(bare == CallDescription(texts: [:], binaries: [:], remainingMilliseconds: nil))
      let wrong = await failure(of: { () async throws(HostCallError<Never>) in
        try await core.sendMetadata(texts: ["Not A Key": ""], binaries: [:], timeoutMilliseconds: nil)
      })
      #expect(wrong?.code == .invalidArgument)
      let own = try await core.with(timeout: .seconds(5)).describeCoreCall()
      #expect(try #require(own.remainingMilliseconds) <= 5000)
      let forwarded = try await core.with(timeout: .seconds(5)).forwardMetadata()
      #expect(try #require(forwarded.remainingMilliseconds) <= 5000)
      #expect(try await core.forwardMetadata().remainingMilliseconds == nil)
    }
  }
}
