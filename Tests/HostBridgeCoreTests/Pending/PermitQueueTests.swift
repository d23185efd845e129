// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("The queue of calls that wait for a permit")
struct PermitQueueTests {
  /// The queue as an object, since `#expect` does not permit mutations.
  private final class Queue {
    private var value = PermitQueue()

    var count: Int { value.count }
    var earliestDeadline: Deadline { value.earliestDeadline }

    func append(_ nanoseconds: Int64 = .max) -> QueuedCall {
      let call = QueuedCall(Deadline(nanoseconds: nanoseconds))
      value.append(call)
      return call
    }

    func popFirst() -> QueuedCall? { value.popFirst() }
    func popExpired(at nanoseconds: Int64) -> QueuedCall? { value.popExpired(at: Deadline(nanoseconds: nanoseconds)) }
    func remove(_ call: QueuedCall) -> Bool { value.remove(call) }
  }

  private let queue = Queue()

  @Test("the oldest call comes first, including those appended later")
  func order() {
    let calls = (0..<3).map { _ in queue.append() }
    #expect(queue.popFirst() === calls[0])
    let last = queue.append()
    #expect(queue.popFirst() === calls[1])
    #expect(queue.popFirst() === calls[2])
    #expect(queue.count == 1)
    #expect(queue.popFirst() === last)
    #expect(queue.popFirst() == nil)
    #expect(queue.count == 0)
  }

  @Test("a removed call is skipped, and cannot be removed twice or after it was popped")
  func removing() {
    let calls = (0..<4).map { _ in queue.append() }
    #expect(queue.remove(calls[0]))
    #expect(!queue.remove(calls[0]))
    #expect(queue.remove(calls[2]))
    #expect(queue.popFirst() === calls[1])
    #expect(!queue.remove(calls[1]))
    #expect(queue.popFirst() === calls[3])
    #expect(!queue.remove(calls[3]))
  }

  @Test("the earliest deadline is known, and expired calls are popped in order of deadline")
  func deadlines() {
    let calls = [30, 10, .max, 20].map { queue.append($0) }
    #expect(queue.earliestDeadline == Deadline(nanoseconds: 10))
    #expect(queue.popExpired(at: 9) == nil)
    #expect(queue.popExpired(at: 25) === calls[1])
    #expect(queue.popExpired(at: 25) === calls[3])
    #expect(queue.popExpired(at: 25) == nil)
    #expect(queue.earliestDeadline == Deadline(nanoseconds: 30))
    #expect(queue.popFirst() === calls[0])
    #expect(queue.earliestDeadline == .never)
    #expect(queue.popFirst() === calls[2])
  }

  @Test("random operations have the same results as on a plain list")
  func model() {
    var generator = SplitMix(for: "calls that wait for a permit")
    var list: [QueuedCall] = []
    for _ in 0..<4000 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0, 1:
        list.append(queue.append(Bool.random(using: &generator) ? .max : .random(in: 0..<1000, using: &generator)))
      case 2:
        if Bool.random(using: &generator) {
          #expect(queue.popFirst() === list.first)
          if !list.isEmpty { list.removeFirst() }
        } else if let call = list.randomElement(using: &generator) {
          #expect(queue.remove(call))
          list.removeAll { $0 === call }
        }
      default:
        let now = Int64.random(in: 0..<100, using: &generator)
        if let expired = queue.popExpired(at: now) {
          #expect(expired.deadline == list.map(\.deadline).min())
          list.removeAll { $0 === expired }
        } else {
          #expect(!list.contains { $0.deadline <= Deadline(nanoseconds: now) })
        }
      }
      #expect(queue.count == list.count)
      #expect(queue.earliestDeadline == list.map(\.deadline).min() ?? .never)
    }
  }

  @Test("a hundred thousand calls can be removed, expired and popped")
  func many() {
    let calls = (0..<100_000).map { queue.append(Int64($0 * 7919 % 100_003)) }
    for call in calls.prefix(40_000) { _ = queue.remove(call) }
    var expired = 0
    while queue.popExpired(at: 50_000) != nil { expired += 1 }
    #expect(expired > 20_000)
    while queue.popFirst() != nil {}
    #expect(queue.count == 0 && queue.earliestDeadline == .never)
  }
}
