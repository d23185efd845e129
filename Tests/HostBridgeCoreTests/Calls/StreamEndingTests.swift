// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("Giving up a stream of the host", .timeLimit(.minutes(2)))
struct StreamEndingTests {
  private func withHost(
    clock: BridgeClock = .system, configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
    onStaleCall: (@Sendable (StaleCall) -> Void)? = nil, _ body: (HostBridge, StreamHost) async throws -> Void
  ) async throws {
    let bridge = HostBridge(configuration: configuration, clock: clock, onStaleCall: onStaleCall)
    let host = StreamHost(bridge)
    try await closingAfterwards(bridge) { try await body(bridge, host) }
    #expect(host.record.releases == 1)
    #expect(bridge.storage.pending.streams.count == 0)
    #expect(bridge.statistics.inFlight == 0)
  }

  /// Opens a stream, has the host send `sent` items, and reads `taken` of them.
  private func openedStream(
    _ bridge: HostBridge, _ host: StreamHost, sent: Int, taken: Int, silence: Duration? = nil, timeout: Duration? = nil
  ) async throws -> StreamReader {
    let reader = try await bridge.openStream("s", [], buffer: 8, timeout: timeout, silence: silence)
    #expect(host.sendAll(reader.callID, atMost: sent).count == sent)
    for _ in 0..<taken { _ = try await reader.next() }
    return reader
  }

  @Test(
    "a reader that is dropped tells the host how many items it has taken", arguments: [(0, 0), (5, 0), (5, 2), (5, 5)])
  func dropped(sent: Int, taken: Int) async throws {
    try await withHost { bridge, host in
      var reader: StreamReader? = try await openedStream(bridge, host, sent: sent, taken: taken)
      let id = try #require(reader?.callID)
      reader = nil
      #expect(host.send(id, [1]) == HOSTCALL_UNKNOWN_CALL)
      #expect(await host.wait { $0.cancelled == [.init(callID: id, taken: UInt64(taken))] })
      #expect(bridge.statistics.cancelled == 1)
    }
  }

  @Test("cancelling the task of a reader that waits ends the stream")
  func cancelled() async throws {
    try await withHost { bridge, host in
      let isReading = Guarded(false)
      let task = Task {
        let reader = try await openedStream(bridge, host, sent: 3, taken: 3)
        isReading.withLock { $0 = true }
        return await reader.rest()
      }
      while !isReading.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
      // Long enough to suspend; the result is the same if the task is cancelled before it does.
      try await Task.sleep(for: .milliseconds(5))
      task.cancel()
      let (items, error) = try await task.value
      #expect(items.isEmpty && error?.code == .cancelled)
      #expect(await host.wait { $0.cancelled == [.init(callID: 1, taken: 3)] })
      #expect(host.end(1) == HOSTCALL_UNKNOWN_CALL)
    }
  }

  @Test("a cancelled task takes no further item, even if some have arrived")
  func cancelledBetween() async throws {
    try await withHost { bridge, host in
      let task = Task {
        let reader = try await openedStream(bridge, host, sent: 5, taken: 2)
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return await reader.rest()
      }
      let (items, error) = try await task.value
      #expect(items.isEmpty && error?.code == .cancelled)
      #expect(await host.wait { $0.cancelled == [.init(callID: 1, taken: 2)] })
    }
  }

  @Test("a deadline ends the stream, and drops what was not taken")
  func deadline() async throws {
    let clock = VirtualClock()
    try await withHost(clock: .virtual(clock)) { bridge, host in
      let reader = try await openedStream(bridge, host, sent: 5, taken: 1, timeout: .seconds(2))
      clock.advance(to: Deadline(nanoseconds: 2_000_000_000))
      _ = await bridge.settle()
      #expect(host.send(reader.callID, [1]) == HOSTCALL_UNKNOWN_CALL)
      let (items, error) = await reader.rest()
      #expect(items.isEmpty && error?.code == .deadlineExceeded)
      #expect(host.record.cancelled == [.init(callID: 1, taken: 1)])
      #expect(bridge.statistics.expired == 1)
    }
  }

  @Test("silence ends a stream while its host has credit, and only then")
  func silence() async throws {
    let clock = VirtualClock()
    var configuration = HostBridgeConfiguration()
    configuration.staleCallWarning = nil
    func advance(_ bridge: HostBridge, to milliseconds: Int64) async {
      clock.advance(to: Deadline(nanoseconds: milliseconds * 1_000_000))
      _ = await bridge.settle()
    }
    try await withHost(clock: .virtual(clock), configuration: configuration) { bridge, host in
      let reader = try await bridge.openStream("s", [], buffer: 2, silence: .milliseconds(100))
      await advance(bridge, to: 90)
      #expect(host.send(1, [0]) == HOSTCALL_OK)
      await advance(bridge, to: 180)
      #expect(host.send(1, [1]) == HOSTCALL_OK)
      // Without credit, the host has to wait.
      await advance(bridge, to: 10_000)
      #expect(host.send(1, [2]) == HOSTCALL_WOULD_BLOCK)
      #expect(try await reader.next() == [0])
      await advance(bridge, to: 10_090)
      #expect(host.send(1, [2]) == HOSTCALL_OK)
      #expect(try await reader.next() == [1])
      await advance(bridge, to: 10_189)
      #expect(host.record.cancelled.isEmpty)
      await advance(bridge, to: 10_190)
      let (items, error) = await reader.rest()
      #expect(items.isEmpty && error?.code == .deadlineExceeded)
      #expect(error?.message.contains("no item") == true)
      #expect(host.record.cancelled == [.init(callID: 1, taken: 2)])
    }
  }

  @Test("a stream that its host forgets is reported as stale, and one whose reader is slow is not")
  func stale() async throws {
    let clock = VirtualClock()
    var configuration = HostBridgeConfiguration()
    configuration.staleCallWarning = .seconds(10)
    let reports = Guarded<[StaleCall]>([])
    try await withHost(
      clock: .virtual(clock), configuration: configuration,
      onStaleCall: { call in reports.withLock { $0.append(call) } }
    ) { bridge, host in
      let slow = try await openedStream(bridge, host, sent: 8, taken: 0)
      let active = try await openedStream(bridge, host, sent: 0, taken: 0)
      let forgotten = try await openedStream(bridge, host, sent: 2, taken: 2)
      for second in 1...40 as ClosedRange<Int64> {
        clock.advance(to: Deadline(nanoseconds: second * 1_000_000_000))
        _ = await bridge.settle()
        #expect(host.send(active.callID, [1]) == HOSTCALL_OK)
        #expect(try await active.next() == [1])
      }
      for _ in 0..<1000 where reports.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
      #expect(reports.withLock { $0.map(\.callID) } == [forgotten.callID])
      #expect(reports.withLock { $0.first?.wireName } == "s")
      for reader in [slow, active, forgotten] { host.end(reader.callID) }
      #expect(await slow.rest().items.count == 8)
      _ = await active.rest()
      _ = await forgotten.rest()
    }
  }

  @Test("closing the bridge ends a stream whose reader waits, and one whose host waits for credit")
  func closing() async throws {
    let bridge = HostBridge()
    let host = StreamHost(bridge)
    let full = try await bridge.openStream("s", [], buffer: 2)
    #expect(host.sendAll(full.callID) == (2, HOSTCALL_WOULD_BLOCK))
    let task = Task { await (try bridge.openStream("s", [])).rest() }
    #expect(await host.wait { $0.invoked.count == 2 })
    try await Task.sleep(for: .milliseconds(5))
    await bridge.close()
    #expect(try await task.value.error?.code == .unavailable)
    #expect(await full.rest().error?.code == .unavailable)
    let cancelled = host.record.cancelled.sorted { $0.callID < $1.callID }
    #expect(cancelled == [.init(callID: 1, taken: 0), .init(callID: 2, taken: 0)])
    #expect(host.record.releases == 1)
    #expect(host.send(1, [1]) == HOSTCALL_INVALID_BRIDGE)
    let error = await #expect(throws: BridgeError.self) { _ = try await bridge.openStream("s", []) }
    #expect(error?.code == .unavailable)
    #expect(bridge.storage.pending.streams.count == 0)
  }

  @Test("hostcall_fail_pending ends streams at once")
  func failPending() async throws {
    try await withHost { bridge, host in
      let reader = try await openedStream(bridge, host, sent: 5, taken: 1)
      unsafe #expect(hostcall_fail_pending(host.handle, 14, "gone") == HOSTCALL_OK)
      let (items, error) = await reader.rest()
      #expect(items.isEmpty && error?.code == .unavailable && error?.message == "gone")
      #expect(await host.wait { $0.cancelled == [.init(callID: 1, taken: 1)] })
    }
  }

  @Test("a cancel that races with a send: the count is exact, and each stream has one end")
  func cancelRacesWithSend() async throws {
    try await withHost { bridge, host in
      for round in 0..<300 {
        let opened = Guarded<UInt64>(0)
        let reading = Task {
          let reader = try await bridge.openStream("s", [], buffer: 4)
          opened.withLock { [id = reader.callID] in $0 = id }
          return await reader.rest()
        }
        while opened.withLock({ $0 }) == 0, !Task.isCancelled { await Task.yield() }
        let id = opened.withLock { $0 }
        let sending = Task.detached {
          var sent = 0
          while true {
            let status = host.send(id, [UInt8(truncatingIfNeeded: sent)])
            if status == HOSTCALL_OK { sent += 1 }
            if status == HOSTCALL_UNKNOWN_CALL { return sent }
            if status == HOSTCALL_WOULD_BLOCK { await Task.yield() }
          }
        }
        for _ in 0..<round % 40 { await Task.yield() }
        reading.cancel()
        let (items, error) = try await reading.value
        let sent = await sending.value
        #expect(error?.code == .cancelled)
        #expect(items == (0..<items.count).map { [UInt8(truncatingIfNeeded: $0)] } && items.count <= sent)
        #expect(await host.wait { $0.cancelled.contains { $0.callID == id } })
        #expect(host.record.cancelled.filter { $0.callID == id } == [.init(callID: id, taken: UInt64(items.count))])
      }
    }
  }

  @Test("a stream takes a permit until it ends")
  func permits() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    configuration.overloadPolicy = .fail
    try await withHost(configuration: configuration) { bridge, host in
      let reader = try await openedStream(bridge, host, sent: 1, taken: 0)
      let error = await #expect(throws: BridgeError.self) { _ = try await bridge.openStream("s", []) }
      #expect(error?.code == .resourceExhausted)
      host.end(reader.callID)
      // Its items are still there.
      let second = try await openedStream(bridge, host, sent: 0, taken: 0)
      host.end(second.callID)
      #expect(await second.rest() == ([], nil))
      #expect(await reader.rest() == ([[0]], nil))
    }
  }
}
