// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import TestSupport
import Testing

/// Random operations on several bridges at once, checked afterwards against a model.
///
/// `make stress SECONDS=60` sets the duration, five seconds by default; hosts with functions and hosts with a queue
/// receive at least ten thousand calls each. A generator with a printed seed chooses the operations; the scheduling of
/// threads is not reproducible.
@Suite("Stress", .timeLimit(.minutes(10 + Int(StressSettings.seconds) / 60)))
struct StressTests {
  @Test("every call ends once, with an outcome that its history permits")
  func stress() async {
    var generator = SplitMix(for: "stress")
    let end = ContinuousClock.now + .seconds(StressSettings.seconds)
    var (rounds, calls, cancels) = (0, StressCount(), StressCount())
    while ContinuousClock.now < end || !calls.isEnough {
      for arena in await round(&generator) {
        calls.add(arena.received.calls, hasQueue: arena.takers > 0)
        cancels.add(arena.received.cancels, hasQueue: arena.takers > 0)
      }
      rounds += 1
    }
    print("stress: \(rounds) rounds; calls that hosts received: \(calls); cancels: \(cancels)")
  }

  /// Runs some bridges from opening to closing.
  ///
  /// - Returns: The bridges.
  private func round(_ generator: inout SplitMix) async -> [Arena] {
    let jobs = Mailbox<StressHost.Job>()
    let threads = (0..<2).map { _ in
      Worker {
        while let job = jobs.next() { job.host.answer(job) }
      }
    }
    var arenas: [Arena] = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) { arenas.append(Arena(jobs, &generator)) }
    await withTaskGroup(of: Void.self) { group in
      for arena in arenas { group.addTask { await arena.run() } }
    }
    jobs.close()
    for thread in threads { await thread.end() }
    for arena in arenas {
      for violation in arena.violations.prefix(5) { Issue.record("\(violation)") }
    }
    return arenas
  }
}

/// A bridge with all of its users.
private final class Arena: @unchecked Sendable {  // `calls` is guarded, the rest immutable
  private let bridge: HostBridge
  private let host: StressHost
  private let seeds: [SplitMix]
  private let mayRefuse: Bool
  private let life: Duration
  private let closers: Int
  /// The number of threads that take messages; 0 for a host whose functions are called.
  let takers: Int
  private let calls = Guarded<[StressCall]>([])

  init(_ jobs: Mailbox<StressHost.Job>, _ generator: inout SplitMix) {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = [1, 4, 4096].randomElement(using: &generator) ?? 1
    mayRefuse = Int.random(in: 0..<4, using: &generator) == 0
    configuration.overloadPolicy = mayRefuse ? .fail : .wait
    bridge = HostBridge(configuration: configuration)
    takers = [0, 0, 1, 3].randomElement(using: &generator) ?? 0
    host = StressHost(bridge, jobs: jobs, generator: SplitMix(seed: generator.next()), hasQueue: takers > 0)
    seeds = (0..<12).map { _ in SplitMix(seed: generator.next()) }
    life = .milliseconds(Int.random(in: 0...150, using: &generator))
    closers = Int.random(in: 1...3, using: &generator)
  }

  /// What the host received: a bridge over its limit refuses most calls before that.
  var received: (calls: Int, cancels: Int) { (host.record.invoked.count, host.record.cancelled.count) }

  var violations: [String] {
    StressModel.violations(of: calls.withLock { $0 }, host.record, bridge.statistics, mayRefuse: mayRefuse)
  }

  func run() async {
    try? bridge.exposeBytes("echo") { request in
      await Task.yield()
      return .response(request.payload)
    }
    _ = host.register("a")
    let registrar = Worker { [host, seed = seeds[0]] in Self.register(host, seed) }
    let threads = seeds.suffix(takers).map { seed in Worker { [host] in host.takeMessages(seed) } }
    await withTaskGroup(of: Void.self) { group in
      for seed in seeds[1..<9] { group.addTask { await self.call(seed) } }
      group.addTask {
        try? await Task.sleep(for: self.life)
        await withTaskGroup(of: Void.self) { group in
          for number in 0..<self.closers {
            group.addTask { [bridge = self.bridge, handle = self.host.handle] in
              if number.isMultiple(of: 2) {
                await bridge.close()
              } else {
                await Worker { _ = hostcall_close(handle) }.end()
              }
            }
          }
        }
      }
    }
    await registrar.end()
    for thread in threads { await thread.end() }
  }

  /// Registers, replaces and removes handlers and calls the core, until the bridge is closed.
  private static func register(_ host: StressHost, _ seed: SplitMix) {
    var generator = seed
    var isOpen = true
    while isOpen {
      let name = StressHost.names.randomElement(using: &generator) ?? "a"
      if Int.random(in: 0..<5, using: &generator) == 0 {
        let status = unsafe hostcall_unregister(host.handle, name)
        isOpen = status != HOSTCALL_CLOSED && status != HOSTCALL_INVALID_BRIDGE
      } else {
        isOpen = host.register(name)
      }
      host.callCore()
      usleep(UInt32.random(in: 0...2000, using: &generator))
    }
  }

  /// Makes calls until the bridge is closed.
  private func call(_ seed: SplitMix) async {
    var generator = seed
    while true {
      let number = generator.next()
      let name =
        Int.random(in: 0..<20, using: &generator) == 0 ? "missing" : ["a", "b"].randomElement(using: &generator) ?? "a"
      let timeout: Duration? =
        Bool.random(using: &generator) ? .microseconds(Int.random(in: -100...20_000, using: &generator)) : nil
      let request = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
      let isTyped = Bool.random(using: &generator)
      let task = Task { [bridge] in
        await Result { () async throws(BridgeError) in
          try await Self.call(bridge, name, request, isTyped: isTyped, timeout)
        }
      }
      // A call without a timeout to a host that forgets it would wait for the close.
      let isCancelled = Int.random(in: 0..<4, using: &generator) == 0
      if isCancelled {
        for _ in 0..<Int.random(in: 0...20, using: &generator) { await Task.yield() }
        task.cancel()
      }
      let outcome = await task.value
      calls.withLock {
        $0.append(
          StressCall(
            number: number, name: name, hasTimeout: timeout != nil, isCancelled: isCancelled, outcome: outcome))
      }
      if case .failure(let error) = outcome, error.code == .unavailable { return }
    }
  }

  /// Makes one call; half of them look up their handler by type, as typed calls do.
  private static func call(
    _ bridge: HostBridge, _ name: String, _ request: [UInt8], isTyped: Bool, _ timeout: Duration?
  ) async throws(BridgeError) -> (callID: UInt64, payload: [UInt8]) {
    let storage = bridge.storage
    let encodings = CallEncodings(request: .raw, response: .raw)
    let named = NamedCall(try WireName(checking: name))
    let keys: [String: UInt] = ["a": 64, "b": 128]
    var target = storage.target(named: named, encodings)
    if isTyped, let key = keys[name] {
      target = storage.target(key) ?? storage.addTarget(key, for: named, encodings: encodings)
    }
    let call = try await storage.start(
      target, encodings: encodings, request: request, deadline: storage.deadline(after: timeout))
    let callID = call.reference.id
    let decided = await call.decided(storage)
    let payload = try decided.take(storage, runsUserCode: true) { bytes in
      unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }
    return (callID, payload)
  }
}

extension Result where Failure == BridgeError {
  fileprivate init(_ body: () async throws(BridgeError) -> Success) async {
    do throws(BridgeError) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
