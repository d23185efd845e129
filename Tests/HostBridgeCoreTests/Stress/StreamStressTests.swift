// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import TestSupport
import Testing

/// Senders, receivers, cancellations, deadlines, silences and closes at random, in both directions, for hosts with
/// functions and hosts with a queue, compared with a model.
@Suite("Stress of streams", .timeLimit(.minutes(10 + Int(StressSettings.seconds) / 60)))
struct StreamStressTests {
  /// What is left of a bridge that is closed.
  private struct Round {
    let log: StreamLog
    /// The number of threads that took messages; 0 for a host whose functions were called.
    let takers: Int
    let statistics: HostBridgeStatistics
    /// The number of items that the bridge has counted.
    let items: UInt64
    /// The code with which the close ended streams for their receivers.
    let closed: HostCallCode
  }

  @Test("every stream of the host has one end, and its items in order")
  func toHost() async {
    await run("streams to the host", Self.streamsOfHost)
  }

  @Test("every stream of the core has one end, and its items in order")
  func toCore() async {
    await run("streams to the core", Self.streamsOfCore)
  }

  private func run(_ name: String, _ round: (inout SplitMix) async -> Round) async {
    var generator = SplitMix(for: name)
    let end = ContinuousClock.now + .seconds(StressSettings.seconds)
    var (rounds, streams, items, ends) = (StressCount(), 0, StressCount(), [String: Int]())
    while ContinuousClock.now < end || !items.isEnough {
      let round = await round(&generator)
      let histories = round.log.histories
      var violations = round.log.violations
      for history in histories { violations += history.violations(closed: round.closed, isOrdered: round.takers < 2) }
      for violation in violations.prefix(5) { Issue.record("\(round.takers) threads take messages: \(violation)") }
      #expect(round.items == histories.reduce(0) { $0 + $1.accepted })
      #expect(round.statistics.streams == 0)
      rounds.add(1, hasQueue: round.takers > 0)
      for history in histories where history.isOpened {
        streams += 1
        items.add(history.items.count, hasQueue: round.takers > 0)
        ends[history.ends.first.map { "\($0)" } ?? "dropped", default: 0] += 1
      }
    }
    print("\(name): rounds: \(rounds); items: \(items); \(streams) streams")
    print("  the ends: \(ends.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
  }

  /// Returns a bridge and the number of threads that take messages, 0 for a host whose functions are called.
  private static func open(_ generator: inout SplitMix) -> (bridge: HostBridge, takers: Int) {
    let bridge = HostBridge()
    let takers = [0, 0, 1, 3].randomElement(using: &generator) ?? 0
    if takers > 0 { #expect(hostcall_queue_enable(bridge.cHandle, nil, nil) == HOSTCALL_OK) }
    return (bridge, takers)
  }

  /// Runs six tasks until the bridge is closed.
  private static func run(
    _ bridge: HostBridge, _ log: StreamLog, _ generator: inout SplitMix,
    _ body: @escaping @Sendable (SplitMix) async -> Void
  ) async {
    let life = Duration.milliseconds(Int.random(in: 0...150, using: &generator))
    let seeds = (0..<6).map { _ in SplitMix(seed: generator.next()) }
    await withTaskGroup(of: Void.self) { group in
      for seed in seeds { group.addTask { await body(seed) } }
      group.addTask {
        try? await Task.sleep(for: life)
        log.close()
        await bridge.close()
      }
    }
  }

  private static func streamsOfHost(_ generator: inout SplitMix) async -> Round {
    let (bridge, takers) = open(&generator)
    let host = StreamStressHost(bridge, takers: takers, SplitMix(seed: generator.next()))
    #expect(host.register() == HOSTCALL_OK)
    let threads = host.startTakers()
    let reader = StreamStressReader(bridge: bridge, log: host.log)
    await run(bridge, host.log, &generator) { await reader.run($0) }
    for thread in threads { await thread.end() }
    await host.log.waitForSenders()
    #expect(host.released == 1)
    #expect(bridge.storage.pending.streams.count == 0)
    let counts = bridge.statistics
    #expect(counts.inFlight == 0 && counts.waiting == 0)
    #expect(counts.made == counts.answered + counts.failed + counts.cancelled + counts.expired)
    return Round(
      log: host.log, takers: takers, statistics: counts, items: counts.itemsToCore, closed: .unavailable)
  }

  private static func streamsOfCore(_ generator: inout SplitMix) async -> Round {
    let (bridge, takers) = open(&generator)
    let caller = StreamStressCaller(bridge, takers: takers)
    let core = StreamStressCore(caller.log, SplitMix(seed: generator.next()))
    #expect(throws: Never.self) { try core.expose(on: bridge) }
    let threads = caller.startTakers(&generator)
    await run(bridge, caller.log, &generator) { await caller.run($0) }
    for thread in threads { await thread.end() }
    await caller.log.waitForSenders()
    caller.releaseCalls()
    core.finish()
    let counts = bridge.statistics
    return Round(log: caller.log, takers: takers, statistics: counts, items: counts.itemsToHost, closed: .cancelled)
  }
}
