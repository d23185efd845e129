// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Synchronization

@testable import ConformanceCore

/// A host in Swift that does what the interface documents.
final class EchoHost: ConformanceHost {
  let core: ConformanceCoreClient<CoreCaller>
  private let cancelled = Mutex<Set<String>>([])
  private let sent = Atomic<Int>(0)
  private let events = EventLog()

  /// The number of elements of `hostCounts` that were computed.
  var sentCount: Int { sent.load(ordering: .relaxed) }

  init(core: ConformanceCoreClient<CoreCaller>) { self.core = core }

  func numbers(awaiting count: Int) async -> [Int64] { await events.numbers(awaiting: count) }

  func wasCancelled(_ key: String) async -> Bool {
    await Patience.wait { [self] in cancelled.withLock { $0.contains(key) } }
  }

  func echoBasics(_ value: Basics) async throws(HostCallError<Never>) -> Basics { value }
  func echoIntegers(_ value: Integers) async throws(HostCallError<Never>) -> Integers { value }
  func echoFloats(_ value: Floats) async throws(HostCallError<Never>) -> Floats { value }
  func echoOptionals(_ value: Optionals) async throws(HostCallError<Never>) -> Optionals { value }
  func echoContainers(_ value: Containers) async throws(HostCallError<Never>) -> Containers { value }
  func echoChoices(_ value: Choices) async throws(HostCallError<Never>) -> Choices { value }
  func echoShapes(_ value: [Shape]) async throws(HostCallError<Never>) -> [Shape] { value }
  func echoExpression(_ value: Expression) async throws(HostCallError<Never>) -> Expression { value }
  func echoTree(_ value: Tree) async throws(HostCallError<Never>) -> Tree { value }
  func echoFoundation(_ value: FoundationValues) async throws(HostCallError<Never>) -> FoundationValues { value }
  func echoRarities(_ value: Rarities) async throws(HostCallError<Never>) -> Rarities { value }
  func echoPage(_ value: Page<Sensor>) async throws(HostCallError<Never>) -> Page<Sensor> { value }
  func echoMood(_ value: Mood) async throws(HostCallError<Never>) -> Mood { value }
  func echoTable(_ value: [String: [Int64]]) async throws(HostCallError<Never>) -> [String: [Int64]] { value }
  func echoBytes(_ value: [UInt8]) async throws(HostCallError<Never>) -> [UInt8] { value }
  func echoEvolving(_ value: Evolving) async throws(HostCallError<Never>) -> Evolving { value }
  func `import`(_ value: Keywords) async throws(HostCallError<Never>) -> Keywords { value }
  func echoSample(_ value: Sample) async throws(HostCallError<Never>) -> Sample { value }
  func hostPing() async throws(HostCallError<Never>) {}

  func echoOptionalText(_ value: String?) async throws(HostCallError<Never>) -> String? {
    // One wrong answer, to show that the core compares.
    value == "wrong" ? "right" : value
  }

  func echoArguments(
    _ first: Int64, and second: String?, third: [Point], mood: Mood, isLast: Bool
  ) async throws(HostCallError<Never>) -> Arguments {
    Arguments(first: first, second: second, third: third, mood: mood, isLast: isLast)
  }

  func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double { 1_700_000_000.5 }

  func fetchProfile(userID: UInt64) async throws(HostCallError<Refusal>) -> Profile {
    guard userID != 404 else { throw HostCallError(failure: .limit(maximum: 403, reason: nil)) }
    return Profile(name: "Ada", tags: ["admin", "beta"], balanceCents: -250)
  }

  func obey(_ order: Order) async throws(HostCallError<Refusal>) -> String {
    switch order {
    case .succeed(let text): return text
    case .refuse(let refusal): throw HostCallError(failure: refusal)
    case .fail(let code, let message): throw HostCallError(code: HostCallCode(rawValue: Int(code)), message: message)
    case .crash(let message): throw HostCallError(code: .unknown, message: message)
    case .cancel: throw HostCallError(code: .cancelled, message: "")
    }
  }

  func failHost(_ fault: Fault) async throws(HostCallError<Fault>) { throw HostCallError(failure: fault) }

  func makeBytes(count: UInt32) async throws(HostCallError<Never>) -> [UInt8] {
    [UInt8](repeating: 0, count: Int(count))
  }

  func hostWait(key: String) async throws(HostCallError<Never>) {
    try? await Task.sleep(for: .seconds(10))
    if Task.isCancelled { cancelled.withLock { _ = $0.insert(key) } }
  }

  func hostIgnoreCancellation(milliseconds: UInt32) async throws(HostCallError<Never>) {
    await Task.detached { try? await Task.sleep(for: .milliseconds(milliseconds)) }.value
  }

  func describeCall() async throws(HostCallError<Never>) -> CallDescription {
    CallDescription(HostCallContext.current?.metadata ?? HostCallMetadata(), HostCallContext.current?.remaining)
  }

  func hostDescend(depth: UInt32) async throws(HostCallError<Never>) -> UInt32 {
    depth == 0 ? 0 : try await core.coreDescend(depth: depth - 1) + 1
  }

  func hostCounts(from first: Int64, count: UInt32, end: StreamEnd) -> HostStream<Reading, Refusal> {
    HostStream(
      AsyncThrowingStream<Reading, any Error>(unfolding: { [self] in
        let index = Int64(sent.wrappingAdd(1, ordering: .relaxed).oldValue)
        if index < count { return Reading(number: first + index, text: "\(first + index)") }
        switch end {
        case .finish: return nil
        case .refuse(let refusal): throw HostCallError<Refusal>(failure: refusal)
        case .fail(let code, let message):
          throw HostCallError<Refusal>(code: HostCallCode(rawValue: Int(code)), message: message)
        case .stay:
          try await Task.sleep(for: .seconds(10))
          return nil
        }
      }))
  }

  func coreSaid(number: Int64, text: String) throws(HostCallError<Never>) { events.append(number) }

  func hostTicks(count: UInt32) -> HostStream<Double, Never> {
    HostStream(
      AsyncStream { continuation in
        for tick in 0..<count { continuation.yield(Double(tick) + 0.5) }
        continuation.finish()
      })
  }
}
