// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import TestSupport
import Testing

/// Random operations of a host that has a queue, on one thread, each compared with a model at once.
@Suite("Stress of events in a queue", .timeLimit(.minutes(10 + Int(StressSettings.secondsOnOneThread) / 60)))
struct EventQueueStressTests {
  @Test("a host with a queue receives exactly the messages that the model has, and the counters are the model's")
  func model() async {
    var generator = SplitMix(for: "events in a queue")
    let end = ContinuousClock.now + .seconds(StressSettings.secondsOnOneThread)
    var (rounds, messages) = (0, 0)
    repeat {
      var round = Round(&generator)
      await round.run(&generator)
      if let violation = round.violation {
        Issue.record("round \(rounds): \(violation)")
        return
      }
      rounds += 1
      messages += round.messages
    } while ContinuousClock.now < end || messages < StressSettings.leastOperations
    print("\(rounds) rounds, \(messages) messages")
  }
}

/// A bridge beside the model of its host.
private struct Round {
  private static let limit = 6
  private static let sizeLimit = 64

  private let host: QueueHost
  private var model = EventQueueModel(limit: Self.limit, sizeLimit: Self.sizeLimit)
  private var held: [(message: QueueHost.Message, model: EventQueueModel.Message)] = []
  /// How likely each operation is.
  private let weights: [Int]
  /// What was done.
  private var history: [String] = []
  private(set) var violation: String?
  private(set) var messages = 0

  init(_ generator: inout SplitMix) {
    var configuration = HostBridgeConfiguration()
    configuration.maximumListeners = Self.limit
    configuration.maximumPayloadSize = Self.sizeLimit
    host = QueueHost([], configuration: configuration)
    weights = [20, 10, 10, 3, 2].map { $0 * Int.random(in: 1...4, using: &generator) }
  }

  mutating func run(_ generator: inout SplitMix) async {
    for _ in 0..<Int.random(in: 10...400, using: &generator) {
      step(&generator)
      expect(counts(host.bridge.statistics), counts(model.counts))
    }
    model.close()
    host.bridge.storage.beginClosing()
    await drain(&generator)
    for (message, _) in held { host.done(message) }
    expect(model.take(), nil)
    expect(counts(host.bridge.statistics), counts(model.counts))
  }

  /// Takes the messages that are left.
  private mutating func drain(_ generator: inout SplitMix) async {
    while violation == nil {
      // With all messages done, the end comes at the latest when the bridge's thread has closed it.
      switch held.isEmpty ? await host.takeSoon() : host.take() {
      case .message(let message):
        check(message, message.kind == HOSTCALL_MESSAGE_RELEASE ? model.takeRelease(of: message.callID) : model.take())
      case .status(HOSTCALL_CLOSED):
        while !held.isEmpty { finish(0) }
        return
      case .status(let status):
        if held.isEmpty { return expect(status, HOSTCALL_CLOSED) }
        finish(Int.random(in: held.indices, using: &generator))
      }
    }
  }

  private mutating func step(_ generator: inout SplitMix) {
    var choice = Int.random(in: 0..<weights.reduce(0, +), using: &generator)
    let operation = weights.firstIndex { weight in
      choice -= weight
      return choice < 0
    }
    let name = Int.random(in: 0...3, using: &generator) == 0 ? "f" : "e"
    switch operation {
    case 0:
      let size = Int.random(
        in: 0...(Int.random(in: 0...3, using: &generator) == 0 ? Self.sizeLimit + 2 : 8), using: &generator)
      emit(
        [UInt8](repeating: UInt8.random(in: 0...255, using: &generator), count: size), name,
        fromHost: .random(using: &generator))
    case 1: take()
    case 2: if let index = held.indices.randomElement(using: &generator) { finish(index) }
    case 3:
      subscribe(
        name, Int.random(in: 1...5, using: &generator), Bool.random(using: &generator) ? .dropOldest : .dropNewest)
    default: unsubscribe(model.subscribed.randomElement(using: &generator) ?? 1)
    }
  }

  // MARK: Operations

  private mutating func emit(_ event: [UInt8], _ name: String, fromHost: Bool) {
    history.append("emit \(event.count) \(name)")
    var isEmitted = true
    if fromHost {
      isEmitted = unsafe hostcall_emit(host.handle, name, event, event.count) == HOSTCALL_OK
    } else {
      do { try host.bridge.emitBytes(event, named: name) } catch { isEmitted = false }
    }
    expect(isEmitted, model.emit(event, named: name))
  }

  private mutating func take() {
    check(host.take().message, model.take())
  }

  private mutating func check(_ message: QueueHost.Message?, _ expected: EventQueueModel.Message?) {
    let found = message.map { message in
      EventQueueModel.Message(
        subscription: message.callID, event: message.kind == HOSTCALL_MESSAGE_EVENT ? message.bytes : nil,
        dropped: message.count)
    }
    history.append("take \(found.map { "\($0)" } ?? "nothing")")
    expect(found, expected)
    guard let message, let expected else { return }
    held.append((message, expected))
    messages += 1
  }

  private mutating func finish(_ index: Int) {
    let (message, expected) = held.remove(at: index)
    history.append("done \(expected.subscription)")
    host.done(message)
    model.finish(expected)
  }

  private mutating func subscribe(_ name: String, _ capacity: Int, _ policy: EventPolicy) {
    let (status, id) = host.subscribe(
      name, policy: policy == .dropOldest ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST, capacity: UInt32(capacity))
    history.append("subscribe \(name) \(capacity) \(policy): \(id)")
    expect(status == HOSTCALL_OK ? id : nil, model.subscribe(to: name, capacity: capacity, policy: policy))
  }

  private mutating func unsubscribe(_ id: UInt64) {
    history.append("unsubscribe \(id)")
    expect(hostcall_unsubscribe(host.handle, id) == HOSTCALL_OK, model.unsubscribe(id))
  }

  // MARK: Comparing

  private func counts(_ counts: HostBridgeStatistics) -> [UInt64] {
    [counts.listeners, counts.events, counts.eventsDropped, counts.eventsEmitted, counts.eventsDelivered]
  }

  private mutating func expect<Value: Equatable>(_ found: Value, _ expected: Value) {
    guard found != expected, violation == nil else { return }
    violation = "\(found), expected \(expected), after: \(history.suffix(30).joined(separator: "; "))"
  }
}
