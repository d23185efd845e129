// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import Testing

@Suite("Reading a stream of the host", .timeLimit(.minutes(2)))
struct StreamReaderTests {
  private func withHost(
    configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
    onInvoke: @escaping @Sendable (StreamHost, UInt64) -> Void = { _, _ in },
    onCredit: @escaping @Sendable (StreamHost, UInt64) -> Void = { _, _ in },
    _ body: (HostBridge, StreamHost) async throws -> Void
  ) async throws {
    let bridge = HostBridge(configuration: configuration)
    let host = StreamHost(bridge, onInvoke: onInvoke, onCredit: onCredit)
    try await closingAfterwards(bridge) { try await body(bridge, host) }
    #expect(host.record.releases == 1)
    #expect(bridge.storage.pending.streams.count == 0)
  }

  @Test("items sent inside invoke, and then the end, arrive in order without a suspension")
  func insideInvoke() async throws {
    try await withHost(onInvoke: { host, id in
      #expect(host.sendAll(id, atMost: 3) == (3, HOSTCALL_OK))
      #expect(host.end(id) == HOSTCALL_OK)
      #expect(host.send(id, [9]) == HOSTCALL_UNKNOWN_CALL)
    }) { bridge, host in
      let reader = try await bridge.openStream("s", [1])
      #expect(await reader.rest() == ([[0], [1], [2]], nil))
      #expect(try await reader.next() == nil)
      #expect(bridge.statistics.answered == 1 && bridge.statistics.inFlight == 0)
      #expect(host.record.cancelled.isEmpty && host.record.credits.isEmpty)
    }
  }

  @Test("a stream's credit is its own while its object is prepared for another stream")
  func credit() async throws {
    let (stream, buffer) = (Guarded<(id: UInt64, buffer: UInt64)?>((0, 0)), Guarded<UInt64>(1))
    let (others, ends) = (Guarded<[UInt64]>([]), AsyncStream.makeStream(of: Never.self))
    try await withHost(onInvoke: { _, id in
      stream.withLock { $0 = (id, buffer.withLock { $0 }) }
    }) { bridge, host in
      // The thread has found a stream, and another one may have its object when the thread reads its credit. Nothing
      // but time is between the two, so that the thread sanitizer sees them as concurrent.
      let hook = RaceHook.streamFound.install { if CreditThread.isCurrent { usleep(500) } }
      let isStarted = SystemThread.start {
        CreditThread.$isCurrent.withValue(true) {
          while let (id, buffer) = stream.withLock({ $0 }) {
            var info = hostcall_call_info()
            info.size = MemoryLayout<hostcall_call_info>.size
            if unsafe hostcall_get_call_info(host.handle, id, &info) != HOSTCALL_OK {
              usleep(100)
            } else if info.credit != buffer {
              others.withLock { $0.append(info.credit) }
            }
          }
        }
        ends.continuation.finish()
      }
      for next in UInt64(1)...200 where isStarted {
        buffer.withLock { $0 = next }
        let reader = try await bridge.openStream("s", [], buffer: Int(next))
        host.end(reader.callID)
        #expect(await reader.rest() == ([], nil))
      }
      stream.withLock { $0 = nil }
      if isStarted { for await _ in ends.stream {} }
      hook.end()
      #expect(isStarted && others.withLock { $0 } == [])
    }
  }

  @Test("items of many open streams reach their own, and those for streams that have ended reach none")
  func manyStreams() async throws {
    try await withHost { bridge, host in
      func open() async throws -> [StreamReader] {
        var readers: [StreamReader] = []
        for _ in 0..<40 { readers.append(try await bridge.openStream("s", [])) }
        return readers
      }
      let ended = try await open()
      for reader in ended + ended.reversed() {
        #expect(host.send(reader.callID, [UInt8(reader.callID)]) == HOSTCALL_OK)
      }
      for reader in ended {
        host.end(reader.callID)
        #expect(await reader.rest() == ([[UInt8(reader.callID)], [UInt8(reader.callID)]], nil))
      }
      let later = try await open()
      for reader in ended { #expect(host.send(reader.callID, [0]) == HOSTCALL_UNKNOWN_CALL) }
      for reader in later {
        host.end(reader.callID)
        #expect(await reader.rest() == ([], nil))
      }
      #expect(bridge.storage.pending.streams.count == 0)
    }
  }

  @Test("items of any size and alignment arrive as they were sent")
  func sizes() async throws {
    let sizes = [0, 1, 15, 16, 17, 1000, 100_000, 3]
    try await withHost { bridge, host in
      let reader = try await bridge.openStream("s", [])
      for size in sizes {
        let item = [UInt8](repeating: UInt8(size % 251), count: size)
        #expect(host.send(reader.callID, item) == HOSTCALL_OK)
      }
      host.end(reader.callID)
      for size in sizes {
        let isRight = try await reader.next { bytes in
          unsafe bytes.withUnsafeBytes { bytes in
            unsafe bytes.count == size && bytes.allSatisfy { $0 == UInt8(size % 251) }
              && (size == 0 || UInt(bitPattern: bytes.baseAddress) % 16 == 0)
          }
        }
        #expect(isRight == true)
      }
      #expect(try await reader.next() == nil)
    }
  }

  @Test("a reader that is suspended is resumed by an item, and by the end", arguments: [false, true])
  func resumed(onExecutor: Bool) async throws {
    try await withHost { bridge, host in
      let task = Task(executorPreference: onExecutor ? bridge.executor : nil) {
        await (try bridge.openStream("s", [])).rest()
      }
      #expect(await host.wait { !$0.invoked.isEmpty })
      for number in 0..<50 as Range<UInt8> {
        while host.send(1, [number]) != HOSTCALL_OK, !Task.isCancelled { await Task.yield() }
        if number % 7 == 0 { try await Task.sleep(for: .milliseconds(1)) }
      }
      try await Task.sleep(for: .milliseconds(2))
      #expect(host.end(1) == HOSTCALL_OK)
      #expect(try await task.value == ((0..<50).map { [$0] }, nil))
    }
  }

  @Test(
    "an end with a failure comes after the items", arguments: [HOSTCALL_REPLY_FAILURE, HOSTCALL_REPLY_ERROR, 0x105])
  func failure(outcome: Int32) async throws {
    try await withHost { bridge, host in
      let reader = try await bridge.openStream("s", [])
      #expect(host.sendAll(reader.callID, atMost: 2).count == 2)
      #expect(host.end(reader.callID, outcome, [0x61]) == HOSTCALL_OK)
      let (items, error) = await reader.rest()
      #expect(items == [[0], [1]])
      #expect(error?.wireName == "s" && error?.callID == reader.callID)
      switch outcome {
      case HOSTCALL_REPLY_FAILURE: #expect(error?.code == .failed && error?.failure == [0x61])
      case HOSTCALL_REPLY_ERROR: #expect(error?.code == .unknown && error?.message == "a")
      default: #expect(error?.code == .notFound)
      }
      #expect(try await reader.next() == nil)
      #expect(bridge.statistics.failed == 1)
    }
  }

  @Test("an end with success has no payload: it is refused in words, and the stream goes on")
  func payloadAtTheEnd() async throws {
    try await withHost { bridge, host in
      let reader = try await bridge.openStream("s", [])
      #expect(host.end(reader.callID, HOSTCALL_REPLY_OK, [1]) == HOSTCALL_INVALID_ARGUMENT)
      #expect(lastError().contains("stream"))
      #expect(host.send(reader.callID, [7]) == HOSTCALL_OK)
      #expect(host.end(reader.callID) == HOSTCALL_OK)
      #expect(host.end(reader.callID) == HOSTCALL_UNKNOWN_CALL)
      #expect(host.send(reader.callID, [8]) == HOSTCALL_UNKNOWN_CALL)
      #expect(await reader.rest() == ([[7]], nil))
      #expect(bridge.statistics.late == 1)
    }
  }

  @Test(
    "the host may send the buffer in advance, and learns of credit once half of it is taken", arguments: [1, 2, 5, 16])
  func credit(buffer: Int) async throws {
    try await withHost { bridge, host in
      let reader = try await bridge.openStream("s", [], buffer: buffer)
      #expect(host.record.first == [UInt64(buffer)])
      #expect(host.sendAll(reader.callID) == (buffer, HOSTCALL_WOULD_BLOCK))
      #expect(host.send(reader.callID, [0]) == HOSTCALL_WOULD_BLOCK)
      #expect(lastError().contains("credit"))
      let half = max(1, buffer / 2)
      for number in 0..<half { #expect(try await reader.next() == [UInt8(number)]) }
      #expect(await host.wait { $0.credits == [UInt32(half)] })
      #expect(host.sendAll(reader.callID, from: UInt8(buffer)) == (half, HOSTCALL_WOULD_BLOCK))
      // Not before another half is taken.
      try await Task.sleep(for: .milliseconds(20))
      #expect(host.record.credits.count == 1)
      host.end(reader.callID)
      #expect(await reader.rest() == ((half..<buffer + half).map { [UInt8($0)] }, nil))
      #expect(host.record.cancelled.isEmpty)
    }
  }

  @Test("a host that counts its credit, and never asks for too much, learns of all of it")
  func counting() async throws {
    let credit = Guarded<UInt64>(0)
    try await withHost(
      onCredit: { host, _ in
        let more = host.record.credits.last ?? 0
        credit.withLock { $0 += UInt64(more) }
      }
    ) { bridge, host in
      let reader = try await bridge.openStream("s", [], buffer: 4)
      credit.withLock { $0 += host.record.first[0] }
      var sent: UInt64 = 0
      var taken: UInt64 = 0
      for _ in 0..<50 {
        while sent < credit.withLock({ $0 }) {
          #expect(host.send(reader.callID, [1]) == HOSTCALL_OK)
          sent += 1
        }
        while taken < sent {
          #expect(try await reader.next() == [1])
          taken += 1
        }
        #expect(await host.wait { _ in credit.withLock { $0 } > sent })
      }
      #expect(taken >= 50)
      host.end(reader.callID)
      _ = await reader.rest()
    }
  }

  @Test("a reader that stops reading stalls nothing else")
  func slowReader() async throws {
    try await withHost { bridge, host in
      let slow = try await bridge.openStream("s", [], buffer: 3)
      #expect(host.sendAll(slow.callID).count == 3)
      let other = try await bridge.openStream("s", [], buffer: 3)
      for number in 0..<100 as Range<UInt8> {
        #expect(host.send(other.callID, [number]) == HOSTCALL_OK)
        #expect(try await other.next() == [number])
      }
      let calls = RecordingHost(bridge) { host, id in host.complete(id, HOSTCALL_REPLY_OK, [5]) }
      calls.register("f")
      #expect(try await bridge.callBytes("f", []) == [5])
      host.end(other.callID)
      #expect(await other.rest() == ([], nil))
      host.end(slow.callID)
      #expect(await slow.rest().items == [[0], [1], [2]])
    }
  }

  @Test("an item over the limit fails the stream after the items before it")
  func tooLarge() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 100
    try await withHost(configuration: configuration) { bridge, host in
      let reader = try await bridge.openStream("s", [])
      #expect(host.send(reader.callID, [UInt8](repeating: 1, count: 100)) == HOSTCALL_OK)
      #expect(host.send(reader.callID, [UInt8](repeating: 1, count: 101)) == HOSTCALL_RESOURCE_EXHAUSTED)
      #expect(lastError().contains("item"))
      #expect(host.send(reader.callID, [1]) == HOSTCALL_UNKNOWN_CALL)
      let (items, error) = await reader.rest()
      #expect(items.map(\.count) == [100])
      #expect(error?.code == .resourceExhausted && error?.message.contains("item") == true)
      #expect(host.record.cancelled.isEmpty)
    }
  }

  @Test("a name is that of a call or of a stream, and the other is refused in words")
  func kinds() async throws {
    try await withHost { bridge, host in
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("s", []) }
      #expect(error?.code == .unimplemented && error?.message.contains("as a stream") == true)
      let calls = RecordingHost(bridge) { host, id in host.complete(id) }
      calls.register("f")
      let other = await #expect(throws: BridgeError.self) { _ = try await bridge.openStream("f", []) }
      #expect(other?.code == .unimplemented && other?.message.contains("as a function") == true)
      let missing = await #expect(throws: BridgeError.self) { _ = try await bridge.openStream("g", []) }
      #expect(missing?.code == .unimplemented)
      // Each replaces the other.
      calls.register("s")
      #expect(await host.wait { $0.releases == 1 })
      let answer = try await bridge.callBytes("s", [])
      #expect(answer.isEmpty)
      #expect(unsafe hostcall_unregister(host.handle, "s") == HOSTCALL_OK)
      #expect(unsafe hostcall_unregister(host.handle, "s") == HOSTCALL_NOT_REGISTERED)
    }
  }

  @Test("an item of a call, and of no call, is refused")
  func itemsOfCalls() async throws {
    try await withHost { bridge, host in
      let calls = RecordingHost(bridge) { recorded, id in
        #expect(host.send(id, [1]) == HOSTCALL_INVALID_ARGUMENT)
        #expect(lastError().contains("not a stream"))
        recorded.complete(id, HOSTCALL_REPLY_OK, [5])
      }
      calls.register("f")
      let answer = try await bridge.callBytes("f", [])
      #expect(answer == [5])
      #expect(host.send(1000, [1]) == HOSTCALL_UNKNOWN_CALL)
      #expect(hostcall_send(host.handle, 1000, nil, 1) == HOSTCALL_INVALID_ARGUMENT)
    }
    #expect(hostcall_send(0, 1, nil, 0) == HOSTCALL_INVALID_BRIDGE)
  }
}

/// The thread that reads the credit of streams.
private enum CreditThread {
  @TaskLocal static var isCurrent = false
}
