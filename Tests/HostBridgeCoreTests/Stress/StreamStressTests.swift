// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import TestSupport
import Testing

private let stressSeconds = ProcessInfo.processInfo.environment["HOSTCALL_STRESS_SECONDS"].flatMap { Double($0) } ?? 5

/// Senders, readers, cancellations, deadlines and closes at random, in both directions, compared with a model.
@Suite("Stress of streams", .timeLimit(.minutes(2 + Int(stressSeconds) / 60)))
struct StreamStressTests {
  /// A stream as its reader saw it.
  struct Reading: Sendable {
    let id: UInt64
    let items: [UInt64]
    /// The error at the end, if any.
    let error: HostCallCode?
    /// Whether the reader was dropped before the end.
    let isDropped: Bool
    let mayExpire: Bool
    let mayBeCancelled: Bool
  }

  @Test("every stream of the host has one end, and its items in order")
  func toHost() async {
    var generator = SplitMix(for: "streams to the host")
    let end = ContinuousClock.now + .seconds(stressSeconds)
    var (rounds, streams, items) = (0, 0, 0)
    while ContinuousClock.now < end {
      let bridge = HostBridge()
      let host = StreamStressHost(bridge, SplitMix(seed: generator.next()))
      #expect(host.register() == HOSTCALL_OK)
      let life = Duration.milliseconds(Int.random(in: 0...150, using: &generator))
      let seeds = (0..<6).map { _ in SplitMix(seed: generator.next()) }
      let readings = await withTaskGroup(of: [Reading].self) { group in
        for seed in seeds { group.addTask { await Self.readStreams(bridge, host, seed) } }
        group.addTask {
          try? await Task.sleep(for: life)
          await bridge.close()
          return []
        }
        return await group.reduce(into: []) { $0 += $1 }
      }
      host.waitForSenders()
      for violation in host.violations.prefix(5) { Issue.record("\(violation)") }
      for reading in readings {
        for violation in Self.violations(of: reading, host.stream(reading.id)) { Issue.record("\(violation)") }
      }
      #expect(host.released == 1)
      #expect(bridge.storage.pending.streams.count == 0)
      let counts = bridge.statistics
      #expect(counts.inFlight == 0 && counts.waiting == 0)
      #expect(counts.made == counts.answered + counts.failed + counts.cancelled + counts.expired)
      rounds += 1
      streams += readings.count
      items += readings.reduce(0) { $0 + $1.items.count }
    }
    print("stress of streams to the host: \(rounds) rounds, \(streams) streams, \(items) items")
    #expect(streams > 0 && items > 0)
  }

  @Test("every stream of the core has one end, and its items in order")
  func toCore() async {
    var generator = SplitMix(for: "streams to the core")
    let end = ContinuousClock.now + .seconds(stressSeconds)
    var (streams, items) = (0, 0)
    while ContinuousClock.now < end {
      let bridge = HostBridge()
      try? bridge.exposeStreamBytes("s") { request, sender in
        for number in 0..<40 as Range<UInt8> {
          do throws(BridgeError) { try await sender.send([number]) } catch { return .error(.aborted, message: "") }
        }
        return request.callID % 5 == 0 ? .error(.notFound, message: "") : nil
      }
      let life = Duration.milliseconds(Int.random(in: 0...60, using: &generator))
      let seeds = (0..<6).map { _ in SplitMix(seed: generator.next()) }
      let listeners = await withTaskGroup(of: [(listener: StreamListener, wasCancelled: Bool, granted: Int)].self) {
        group in
        for seed in seeds { group.addTask { await Self.listen(bridge, seed) } }
        group.addTask {
          try? await Task.sleep(for: life)
          await bridge.close()
          return []
        }
        return await group.reduce(into: []) { $0 += $1 }
      }
      for (listener, wasCancelled, granted) in listeners {
        let record = listener.record
        #expect(!record.isLate && record.outcomes.count == 1)
        #expect(record.items == (0..<UInt8(record.items.count)).map { [$0] } && record.items.count <= granted)
        switch record.outcomes.first {
        case HOSTCALL_REPLY_OK, 0x105:
          #expect(record.items.count == 40)
          #expect((record.outcomes.first == 0x105) == (record.id % 5 == 0))
        case HOSTCALL_REPLY_CANCELLED: break  // by the host or the close
        default: Issue.record("\(record), \(wasCancelled)")
        }
        items += record.items.count
      }
      streams += listeners.count
    }
    print("stress of streams to the core: \(streams) streams, \(items) items")
    #expect(streams > 0 && items > 0)
  }

  /// Calls streams of the core, grants them credit and cancels some, until the bridge is closed.
  private static func listen(
    _ bridge: HostBridge, _ seed: SplitMix
  ) async -> [(listener: StreamListener, wasCancelled: Bool, granted: Int)] {
    var generator = seed
    var listeners: [(listener: StreamListener, wasCancelled: Bool, granted: Int)] = []
    while true {
      let grantsEach = Bool.random(using: &generator)
      let listener = StreamListener(bridge, grantEach: grantsEach ? 1 : 0)
      let first = UInt32.random(in: 0...10, using: &generator)
      let (status, id) = listener.start(grant: first)
      guard status == HOSTCALL_OK else { return listeners }
      var granted = grantsEach ? Int.max : Int(first)
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        let more = UInt32.random(in: 0...20, using: &generator)
        if hostcall_grant(listener.handle, id, more) == HOSTCALL_OK, !grantsEach { granted += Int(more) }
        await Task.yield()
      }
      if Bool.random(using: &generator) {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...2000, using: &generator)))
      }
      // A stream may wait for credit that does not come.
      let isCancelled = hostcall_cancel(listener.handle, id) == HOSTCALL_OK
      listeners.append((listener, isCancelled, granted))
    }
  }

  /// Opens and reads streams until the bridge is closed.
  private static func readStreams(_ bridge: HostBridge, _ host: StreamStressHost, _ seed: SplitMix) async -> [Reading] {
    var generator = seed
    var readings: [Reading] = []
    while true {
      let buffer = [1, 2, 3, 8].randomElement(using: &generator) ?? 1
      let mayExpire = Bool.random(using: &generator)
      let limits = (0..<2).map { _ in
        mayExpire ? Duration.microseconds(Int.random(in: 1...20_000, using: &generator)) : nil
      }
      // A host may forget a stream, so each is given up at some time.
      let most = mayExpire ? Int.max : Int.random(in: 0...20, using: &generator)
      let isCancelled = Int.random(in: 0..<4, using: &generator) == 0
      let pauses = SplitMix(seed: generator.next())
      let task = Task {
        try await read(bridge, host, buffer: buffer, limits: limits, atMost: most, pauses, mayBeCancelled: isCancelled)
      }
      if isCancelled || !mayExpire {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &generator)))
        task.cancel()
      }
      do {
        if let reading = try await task.value { readings.append(reading) }
      } catch {
        if (error as? BridgeError)?.code == .unavailable { return readings }
      }
      if bridge.isClosed { return readings }
    }
  }

  private static func read(
    _ bridge: HostBridge, _ host: StreamStressHost, buffer: Int, limits: [Duration?], atMost most: Int,
    _ seed: SplitMix, mayBeCancelled: Bool
  ) async throws -> Reading? {
    var generator = seed
    let reader = try await bridge.openStream("s", [], buffer: buffer, timeout: limits[0], silence: limits[1])
    let id = reader.callID
    var items: [UInt64] = []
    var code: HostCallCode?
    var hasEnded = false
    while items.count < most, !hasEnded {
      host.change(id) { $0.requested += 1 }
      do throws(BridgeError) {
        let item = try await reader.next { bytes in
          unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
        }
        if let item { items.append(item) } else { hasEnded = true }
      } catch {
        code = error.code
        hasEnded = true
      }
      if Int.random(in: 0..<10, using: &generator) == 0 {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...500, using: &generator)))
      }
    }
    return Reading(
      id: id, items: items, error: code, isDropped: !hasEnded, mayExpire: limits[0] != nil,
      mayBeCancelled: mayBeCancelled || limits[0] == nil)
  }

  private static func violations(of reading: Reading, _ stream: StreamStressHost.Stream) -> [String] {
    var found: [String] = []
    func expect(_ condition: Bool, _ text: String) {
      if !condition { found.append("\(text): \(reading), \(stream)") }
    }
    let count = UInt64(reading.items.count)
    expect(reading.items == Array(0..<count), "items are out of order")
    expect(count <= stream.accepted, "more items than the host sent")
    expect(stream.cancelled.count + (stream.outcome == nil ? 0 : 1) <= 1, "a stream has two ends")
    if let taken = stream.cancelled.first { expect(taken == count, "the count of items taken is wrong") }
    if let outcome = stream.outcome {
      guard !reading.isDropped else { return found }
      expect(count == stream.accepted, "items before the end are missing")
      let code: HostCallCode? =
        switch outcome {
        case HOSTCALL_REPLY_OK: nil
        case HOSTCALL_REPLY_ERROR: .unknown
        default: .aborted
        }
      expect(reading.error == code, "the reader saw another end")
    } else if !reading.isDropped {
      switch reading.error {
      case .cancelled: expect(reading.mayBeCancelled, "a stream that was not cancelled ended as cancelled")
      case .deadlineExceeded: expect(reading.mayExpire, "a stream without limits expired")
      case .unavailable: break
      default: expect(false, "an end came from nowhere")
      }
      // A host from which there is no item may not have been reached.
      if count > 0, !stream.isRefused { expect(stream.cancelled.count == 1, "the host was not told of the end") }
    }
    return found
  }
}
