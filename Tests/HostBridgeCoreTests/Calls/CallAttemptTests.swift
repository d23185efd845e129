// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import HostCallTesting
import Testing

@Suite("The steps of a call", .timeLimit(.minutes(1)))
struct CallAttemptTests {
  private let encodings = CallEncodings(request: .cbor, response: .cbor)

  private func target(_ bridge: HostBridge) throws -> CallTarget {
    bridge.storage.target(named: NamedCall(try WireName(checking: "f")), encodings)
  }

  @Test("a permit that is not used for a call is released")
  func unusedPermit() throws {
    let bridge = HostBridge()
    for _ in 0..<10_000 { _ = try CallAttempt.admitted(bridge.storage, requestSize: 0) }
    #expect(bridge.storage.pending.limiter.inFlight == 0)
    #expect(bridge.statistics.made == 0)
    bridge.storage.beginClosing()
  }

  @Test("a call that is dropped after it has started is cancelled, and leaves nothing behind")
  func forgotten() async throws {
    let (bridge, host) = RecordingHost.openBridge()
    for _ in 0..<100 {
      _ = try await bridge.storage.start(target(bridge), encodings: encodings, request: [], deadline: .never)
    }
    #expect(await host.wait { $0.cancelled.count == 100 })
    #expect(bridge.storage.pending.limiter.inFlight == 0)
    #expect(bridge.statistics.cancelled == 100)
    await bridge.close()
    #expect(host.record.releases == 1)
  }

  @Test("an answer with an ID that the host has not received yet is refused, even while the handler is replaced")
  func guessedID() async throws {
    try await withBridge { bridge async throws in
      let host = RecordingHost(bridge)
      let other = RecordingHost(bridge)
      host.register("f")
      // At this hook, a caller holds its handler and has not invoked it. Concurrent tests reach the hook too.
      let statuses = Guarded<[Int32]>([])
      let hook = RaceHook.handlerFound.install {
        statuses.withLock { if $0.isEmpty { $0.append(host.complete(1, HOSTCALL_REPLY_OK, [9])) } }
      }
      let call = Task.immediate { try await bridge.callBytes("f", []) }
      hook.end()
      #expect(statuses.withLock { $0 } == [HOSTCALL_UNKNOWN_CALL])
      #expect(await host.wait { $0.invoked == [1] })
      other.register("f")
      #expect(host.complete(1, HOSTCALL_REPLY_OK, [7]) == HOSTCALL_OK)
      #expect(try await call.value == [7])
      #expect(await host.wait { $0.releases == 1 })
    }
  }

  @Test("a handler that is replaced while an answer is copied is released after the copy")
  func replacedDuringCopy() async throws {
    try await withBridge { bridge async throws in
      let (host, other) = (RecordingHost(bridge), RecordingHost(bridge))
      host.register("f")
      let call = Task.immediate { try await bridge.callBytes("f", []) }
      let thread = StoppedThread(at: .answerClaimed) { host.complete(1, HOSTCALL_REPLY_OK, [7]) }
      await thread.untilStopped()
      other.register("f")
      #expect(host.complete(1) == HOSTCALL_UNKNOWN_CALL)
      try await Task.sleep(for: .milliseconds(10))
      #expect(host.record.releases == 0)
      await thread.goOn()
      #expect(try await call.value == [7])
      #expect(await host.wait { $0.releases == 1 })
    }
  }

  @Test("a thread that is suspended between an answer and its wake delays no other answer")
  func stoppedAnswer() async throws {
    let (bridge, host) = RecordingHost.openBridge()
    try await closingAfterwards(bridge) { () async throws in
      let first = Task.immediate { try await bridge.callBytes("f", []) }
      let second = Task.immediate { try await bridge.callBytes("f", []) }
      let thread = StoppedThread(at: .entryPushed) { host.complete(1, HOSTCALL_REPLY_OK, [1]) }
      await thread.untilStopped()
      #expect(host.complete(2, HOSTCALL_REPLY_OK, [2]) == HOSTCALL_OK)
      #expect(try await second.value == [2])
      #expect(try await first.value == [1])
      await thread.goOn()
    }
  }

  @Test("a thread that is suspended between a cancellation and its wake delays no other notice")
  func stoppedNotice() async throws {
    let (bridge, host) = RecordingHost.openBridge()
    try await closingAfterwards(bridge) { () async throws in
      let calls = (0..<2).map { _ in Task.immediate { try await bridge.callBytes("f", []) } }
      let thread = StoppedThread(at: .entryPushed) { calls[0].cancel() }
      await thread.untilStopped()
      calls[1].cancel()
      #expect(await host.wait { Set($0.cancelled) == [1, 2] })
      await thread.goOn()
      for call in calls { _ = await call.result }
    }
  }

  private struct Family<Member> {}

  @Test("each of many specializations of a generic call has a target of its own")
  func manyTypes() throws {
    let bridge = HostBridge()
    let types: [Any.Type] = [
      Family<Int8>.self, Family<Int16>.self, Family<Int32>.self, Family<Int64>.self, Family<UInt8>.self,
      Family<UInt16>.self, Family<UInt32>.self, Family<UInt64>.self, Family<Float>.self, Family<Double>.self,
      Family<Bool>.self, Family<String>.self, Family<Character>.self, Family<[Int8]>.self, Family<[Int16]>.self,
      Family<[Int32]>.self, Family<[Int64]>.self, Family<[UInt8]>.self, Family<[UInt16]>.self, Family<[UInt32]>.self,
      Family<Int8?>.self, Family<Int16?>.self, Family<Int32?>.self, Family<Int64?>.self,
    ]
    let name = try WireName(checking: "f")
    for type in types {
      let key = UInt(bitPattern: ObjectIdentifier(type))
      let target = bridge.storage.addTarget(key, for: NamedCall(name), encodings: encodings)
      #expect(bridge.storage.target(key) === target)
    }
    for type in types { #expect(bridge.storage.target(UInt(bitPattern: ObjectIdentifier(type))) != nil) }
    bridge.storage.beginClosing()
  }
}
