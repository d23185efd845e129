// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import TestSupport
import Testing

/// Emitters on both sides, listeners that come and go, and closes at random, compared with a model: the events of a
/// name are numbered in the order of their emits, so each listener must receive the next number, or be told how many it
/// lacks.
///
/// In half of the rounds, no event is emitted while a subscription begins or ends. How many events there were during
/// each is then known, and the counters must agree.
@Suite("Stress of events", .timeLimit(.minutes(10 + Int(StressSettings.seconds) / 60)))
struct EventStressTests {
  @Test("every listener receives all events in order, or is told how many it lacks, and is released once")
  func listeners() async {
    var generator = SplitMix(for: "events")
    let end = ContinuousClock.now + .seconds(StressSettings.seconds)
    var (rounds, received) = (0, StressCount())
    while ContinuousClock.now < end || !received.isEnough {
      await round(&generator, &received)
      rounds += 1
    }
    print("\(rounds) rounds, events received: \(received)")
  }

  /// Runs a bridge from opening to closing, and counts the events that were received.
  private func round(_ generator: inout SplitMix, _ received: inout StressCount) async {
    let takers = [0, 0, 1, 3].randomElement(using: &generator) ?? 0
    let host = EventStressHost(hasQueue: takers > 0, isExact: Bool.random(using: &generator), &generator)
    let life = Duration.milliseconds(Int.random(in: 0...150, using: &generator))
    let seeds = (0..<7).map { _ in SplitMix(seed: generator.next()) }
    let threads = (0..<takers).map { _ in Worker { host.takeMessages() } }
    async let closed: Void = {
      try? await Task.sleep(for: life)
      await host.close()
    }()
    let emitters = seeds[0..<3].map { seed in
      Task {
        var generator = seed
        while host.emitter.emit(fromHost: Bool.random(using: &generator)) {
          if Int.random(in: 0...20, using: &generator) == 0 { try? await Task.sleep(for: .microseconds(100)) }
        }
      }
    }
    async let first: Void = subscribe(host, seeds[3])
    async let second: Void = subscribe(host, seeds[4])
    async let third: Void = read(host, seeds[5])
    async let fourth: Void = read(host, seeds[6])
    _ = await (first, second, third, fourth, closed)
    for emitter in emitters { await emitter.value }
    for thread in threads { await thread.end() }
    for violation in violations(of: host, isOrdered: takers < 2).prefix(5) {
      Issue.record("\(takers) threads take messages, \(host.isExact ? "exact" : "racing"): \(violation)")
    }
    received.add((host.subscriptions + host.readings).reduce(0) { $0 + $1.received }, hasQueue: takers > 0)
  }

  /// Subscribes listeners of the host, and ends some.
  private func subscribe(_ host: EventStressHost, _ seed: SplitMix) async {
    var generator = seed
    while !host.bridge.isClosed {
      let subscription = host.subscribe(&generator)
      try? await Task.sleep(for: .microseconds(Int.random(in: 0...3000, using: &generator)))
      if let subscription, Int.random(in: 0...9, using: &generator) > 0 { host.unsubscribe(subscription) }
    }
  }

  /// Reads events, and drops or cancels some readers unless their number has to be known.
  private func read(_ host: EventStressHost, _ seed: SplitMix) async {
    var generator = seed
    while !host.bridge.isClosed {
      let subscription = EventSubscription(&generator)
      let limit = host.isExact ? .max : Int.random(in: 0...300, using: &generator)
      let task = Task {
        guard let reader = host.read(subscription) else { return }
        while subscription.received < limit, let event = await reader.next() {
          subscription.receive(.init(number: NumberedEmitter.number(event.bytes), dropped: event.dropped), at: 0)
        }
      }
      if !host.isExact, Bool.random(using: &generator) {
        try? await Task.sleep(for: .microseconds(Int.random(in: 0...2000, using: &generator)))
        task.cancel()
      }
      await task.value
      if !host.isExact { subscription.end(after: 0, silentFrom: UInt64.max) }
    }
  }

  /// Returns what is wrong with a bridge that is closed, once everything has returned.
  private func violations(of host: EventStressHost, isOrdered: Bool) -> [String] {
    var found = host.violations
    for (subscriptions, isOfHost) in [(host.subscriptions, true), (host.readings, false)] {
      for subscription in subscriptions {
        found += subscription.violations(isExact: host.isExact, isOrdered: isOrdered, isOfHost: isOfHost)
      }
    }
    let (all, counts) = (host.subscriptions + host.readings, host.bridge.statistics)
    func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
      if !condition { found.append("\(message()): \(counts)") }
    }
    let received = all.reduce(0) { $0 + $1.received }
    expect(counts.listeners == 0, "a listener is left")
    expect(counts.eventsEmitted == host.emitter.count, "\(host.emitter.count) events were emitted")
    expect(counts.eventsDelivered == received, "\(received) events were received")
    // Those that are in neither counter waited when their subscription ended, within the bound of its queue.
    let discarded = Int(counts.events) - Int(counts.eventsDelivered) - Int(counts.eventsDropped)
    let bound = all.reduce(0) { $0 + ($1.isLasting ? 0 : $1.capacity) }
    expect((0...bound).contains(discarded), "\(discarded) events were discarded, of \(bound) at most")
    if host.isExact {
      let emitted = all.reduce(0) { $0 + $1.emitted }
      expect(counts.events == emitted, "\(emitted) events were emitted to those subscribed")
    }
    return found
  }
}
