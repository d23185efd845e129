// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if DEBUG
import CHostBridge
import Foundation
@testable import HostBridgeCore
import Testing

// Each test stops a thread between two steps, and lets another act in between.
@Suite("Races at the queue of a host", .timeLimit(.minutes(1)))
struct MessageQueueRaceTests {
  @Test("a message that is queued before a thread sleeps does not let it sleep")
  func noLostWake() async throws {
    let host = QueueHost()
    let taking = TakingThread(of: host, at: .hostWaits, -1)
    await taking.thread.untilStopped()
    let call = Task { try await host.bridge.callBytes("f", [5]) }
    #expect(await host.inFlight(1))
    await taking.thread.goOn()
    let message = try #require(taking.message)
    #expect(message.bytes == [5])
    host.done(message)
    host.complete(message.callID)
    _ = try await call.value
    await host.bridge.close()
    #expect(await host.drain().count == 1)
  }

  @Test("a message can be taken before the thread that queued it has woken the host")
  func lateWake() async throws {
    let host = QueueHost()
    let caller = StoppedThread(at: .queueChanged) {
      unsafe host.bridge.storage.delivery.queue?.append(
        HostMessage(HOSTCALL_MESSAGE_CANCEL, callID: 77, userData: nil))
    }
    await caller.untilStopped()
    #expect(host.next().message?.callID == 77)
    await caller.goOn()
    #expect(host.next() == .status(HOSTCALL_NOTHING))
    await host.bridge.close()
    #expect(await host.drain().count == 1)
  }

  @Test("a call that is given up while its message is being handed out is cancelled by a message")
  func givenUpWhileTaken() async throws {
    let host = QueueHost()
    let call = Task { try await host.bridge.callBytes("f", [5]) }
    #expect(await host.inFlight(1))
    let taking = TakingThread(of: host)
    await taking.thread.untilStopped()
    call.cancel()
    _ = await call.result
    #expect(await host.inFlight(0))
    #expect(host.next(20_000_000) == .status(HOSTCALL_NOTHING))
    await taking.thread.goOn()
    let taken = try #require(taking.message)
    #expect(taken.kind == HOSTCALL_MESSAGE_INVOKE)
    host.done(taken)
    let cancel = try #require(await host.nextSoon().message)
    #expect(cancel.kind == HOSTCALL_MESSAGE_CANCEL && cancel.callID == taken.callID)
    await host.bridge.close()
    #expect(await host.drain().count == 1)
  }

  @Test("a bridge that is closed while a message is being handed out tells the host of the end after that")
  func closeWhileTaken() async throws {
    let host = QueueHost()
    let call = Task { try await host.bridge.callBytes("f", [5]) }
    #expect(await host.inFlight(1))
    let taking = TakingThread(of: host)
    await taking.thread.untilStopped()
    await host.bridge.close()
    #expect(host.next() == .status(HOSTCALL_NOTHING))
    await taking.thread.goOn()
    _ = await call.result
    host.done(try #require(taking.message))
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_CANCEL, HOSTCALL_MESSAGE_RELEASE])
  }

  @Test("of the threads that wait when the bridge is closed, one is told of the end, and the others return")
  func waitingAtTheEnd() async throws {
    let host = QueueHost()
    let results = Guarded<[QueueHost.Next]>([])
    let thread = StoppedThread(at: .hostWaits) {
      let next = host.next(-1); results.withLock { $0.append(next) }
    }
    await thread.untilStopped()
    let others = (0..<3).map { _ in
      StoppedThread(at: .jobAppended) {
        let next = host.next(-1); results.withLock { $0.append(next) }
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    await host.bridge.close()
    await thread.goOn()
    for other in others { await other.goOn() }
    let found = results.withLock { $0 }
    #expect(found.count == 4)
    // One of them may have taken the release, and then others are told of the end.
    #expect(found.count { $0.message?.kind == HOSTCALL_MESSAGE_RELEASE } == 1)
    #expect(found.count { $0 == .status(HOSTCALL_CLOSED) } == 1)
    #expect(found.count { $0 == .status(HOSTCALL_INVALID_BRIDGE) } == 2)
  }
}

/// A thread of a host that takes a message, and stops on the way.
private final class TakingThread: Sendable {
  let thread: StoppedThread
  private let found: Guarded<QueueHost.Next?>

  /// The message that was taken, once the thread has gone on.
  var message: QueueHost.Message? { found.withLock { $0 }?.message }

  /// - Parameter timeout: How long to wait for the message, in nanoseconds: a call is in flight before its message is
  ///   queued.
  init(of host: QueueHost, at hook: RaceHook = .messageTaken, _ timeout: Int64 = 20_000_000_000) {
    let found = Guarded<QueueHost.Next?>(nil)
    self.found = found
    thread = StoppedThread(at: hook) {
      let next = host.take(timeout)
      found.withLock { $0 = next }
    }
  }
}
#endif
