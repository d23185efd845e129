// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import TestSupport
import Testing

private let stressSeconds = ProcessInfo.processInfo.environment["HOSTCALL_STRESS_SECONDS"].flatMap { Double($0) } ?? 5

/// Emitters on both sides, listeners that come and go, and closes at random, compared with a model: the events of a name
/// are numbered in the order of their emits, so each listener must receive the next number, or be told how many it lacks.
@Suite("Stress of events", .timeLimit(.minutes(2 + Int(stressSeconds) / 60)))
struct EventStressTests {
  /// Emits numbered events; the lock makes the order of numbers that of the emits.
  private final class Emitter: Sendable {
    private let bridge: HostBridge
    private let handle: hostcall_bridge
    private let last = Guarded<UInt64>(0)

    init(_ bridge: HostBridge) {
      self.bridge = bridge
      handle = bridge.cHandle
    }

    var count: UInt64 { last.withLock { $0 } }

    /// Returns false once the bridge is closed.
    func emit(fromHost: Bool) -> Bool {
      last.withLock { last in
        let bytes = Self.bytes(last + 1)
        var isEmitted = true
        if fromHost {
          isEmitted = unsafe hostcall_emit(handle, "e", bytes, bytes.count) == HOSTCALL_OK
        } else {
          do { try bridge.emitBytes(bytes, named: "e") } catch { isEmitted = false }
        }
        if isEmitted { last += 1 }
        return isEmitted
      }
    }

    static func bytes(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }

  /// Returns what is wrong with the events that a listener received.
  private func violation(of events: [(number: UInt64, dropped: UInt64)]) -> String? {
    for (before, after) in zip(events, events.dropFirst()) where after.number != before.number + after.dropped + 1 {
      return "\(after.number), with \(after.dropped) dropped, after \(before.number)"
    }
    return nil
  }

  private func numbers(_ host: EventHost) -> [(number: UInt64, dropped: UInt64)] {
    host.record.events.map { (Emitter.number($0.bytes), $0.dropped) }
  }

  /// Subscribes listeners of the host, and unsubscribes some; returns those that were subscribed, and which stay.
  private func subscribe(
    _ bridge: HostBridge, _ seed: SplitMix
  ) async -> [(host: EventHost, policy: Int32, stays: Bool)] {
    var generator = seed
    var hosts: [(host: EventHost, policy: Int32, stays: Bool)] = []
    while !bridge.isClosed {
      let pause = UInt32.random(in: 0...2, using: &generator) == 0 ? UInt32.random(in: 1...200, using: &generator) : 0
      let host = EventHost(bridge) { _, _ in if pause > 0 { usleep(pause) } }
      let policy = Bool.random(using: &generator) ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST
      let capacity = UInt32.random(in: 1...20, using: &generator)
      guard host.subscribe(policy: policy, capacity: capacity) == HOSTCALL_OK else { break }
      let stays = Int.random(in: 0...9, using: &generator) == 0
      try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &generator)))
      let isEnded = !stays && host.unsubscribe() == HOSTCALL_OK
      hosts.append((host, policy, !isEnded))
    }
    return hosts
  }

  /// Reads events, and drops or cancels some readers; returns what each received.
  private func read(_ bridge: HostBridge, _ seed: SplitMix) async -> [[(number: UInt64, dropped: UInt64)]] {
    var generator = seed
    var all: [[(number: UInt64, dropped: UInt64)]] = []
    while !bridge.isClosed {
      let policy: EventPolicy = Bool.random(using: &generator) ? .dropOldest : .dropNewest
      let capacity = Int.random(in: 1...20, using: &generator)
      let limit = Int.random(in: 0...300, using: &generator)
      let task = Task {
        var events: [(number: UInt64, dropped: UInt64)] = []
        guard let reader = try? bridge.eventBytes(named: "e", capacity: capacity, policy: policy) else { return events }
        while events.count < limit, let event = await reader.next() {
          events.append((Emitter.number(event.bytes), event.dropped))
        }
        return events
      }
      if Bool.random(using: &generator) {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...2000, using: &generator)))
        task.cancel()
      }
      all.append(await task.value)
    }
    return all
  }

  @Test("every listener receives all events in order, or is told how many it lacks, and is released once")
  func listeners() async {
    var generator = SplitMix(for: "events")
    let end = ContinuousClock.now + .seconds(stressSeconds)
    var (rounds, received) = (0, 0)
    while ContinuousClock.now < end {
      let bridge = HostBridge()
      let emitter = Emitter(bridge)
      let life = Duration.milliseconds(Int.random(in: 0...150, using: &generator))
      let seeds = (0..<8).map { _ in SplitMix(seed: generator.next()) }
      async let closed: Void = {
        try? await Task.sleep(for: life)
        await bridge.close()
      }()
      let emitters = seeds[0..<3].map { seed in
        Task {
          var generator = seed
          while emitter.emit(fromHost: Bool.random(using: &generator)) {
            if Int.random(in: 0...20, using: &generator) == 0 { try? await Task.sleep(for: .microseconds(100)) }
          }
        }
      }
      async let first = subscribe(bridge, seeds[3])
      async let second = subscribe(bridge, seeds[4])
      async let third = read(bridge, seeds[5])
      async let fourth = read(bridge, seeds[6])
      let (hosts, readings) = (await first + second, await third + fourth)
      await closed
      for emitter in emitters { await emitter.value }
      for (host, policy, stays) in hosts {
        let events = numbers(host)
        received += events.count
        if let violation = violation(of: events) { Issue.record("a listener of the host: \(violation)") }
        #expect(host.record.releases == 1 && !host.record.isLate)
        // A close passes on what waits, which ends with the last event of all. One emit may have begun before the close
        // and found no listeners any more.
        if stays, policy == HOSTCALL_DROP_OLDEST, let last = events.last { #expect(last.number + 1 >= emitter.count) }
      }
      for events in readings {
        received += events.count
        if let violation = violation(of: events) { Issue.record("a reader: \(violation)") }
      }
      #expect(bridge.statistics.listeners == 0)
      rounds += 1
    }
    // A busy machine may close a few bridges before anything else has run.
    #expect(received > 0 || rounds < 5)
    print("\(rounds) rounds, \(received) events received")
  }
}
