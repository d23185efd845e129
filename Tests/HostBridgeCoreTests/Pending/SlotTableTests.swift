// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("The slots of pending calls")
struct SlotTableTests {
  private let growths: Guarded<Int>
  private let slots: SlotTable

  init() {
    let growths = Guarded(0)
    self.growths = growths
    slots = SlotTable { growths.withLock { $0 += 1 } }
  }

  private func reserve(inFlight: Int = 1) throws -> CallReference {
    let (id, slot) = try #require(slots.reserve { inFlight })
    return CallReference(id: id, slot: slot)
  }

  @Test("IDs increase by one from 1 while there is room, and slots are reused")
  func usual() throws {
    for expected in 1...1000 as ClosedRange<UInt64> {
      let call = try reserve()
      #expect(call.id == expected)
      #expect(slots.find(call.id)?.address == call.slot.address)
      call.slot.free()
      #expect(slots.find(call.id) == nil)
    }
    #expect(!slots.isGrown)
  }

  @Test("an ID whose slot is taken is skipped while few slots are taken")
  func skipping() throws {
    let stuck = try reserve()
    for expected in 2...64 as ClosedRange<UInt64> {
      let call = try reserve()
      #expect(call.id == expected)
      call.slot.free()
    }
    #expect(try reserve().id == 66)
    #expect(slots.find(65) == nil)
    #expect(slots.find(stuck.id)?.address == stuck.slot.address)
    #expect(!slots.isGrown)
  }

  @Test("with many calls in flight the table grows, no ID is skipped, and every call is found")
  func growing() throws {
    let calls = try (1...5000).map { try reserve(inFlight: $0) }
    #expect(calls.map(\.id) == Array(1...5000))
    #expect(Set(calls.map(\.slot.address)).count == 5000)
    #expect(calls.allSatisfy { slots.find($0.id)?.address == $0.slot.address })
    #expect(growths.withLock { $0 } > 0 && slots.isGrown)
    var count = 0
    slots.forEachCall { _, _ in count += 1 }
    #expect(count == 5000)
  }

  @Test("ended calls whose callers have not run make the table grow too")
  func slowCallers() throws {
    let calls = try (0..<1000).map { _ in try reserve(inFlight: 1) }
    #expect(Set(calls.map(\.slot.address)).count == 1000)
    #expect(calls.map(\.id) == calls.map(\.id).sorted())
  }

  @Test("memory is returned when few calls are in flight; counters, calls and IDs stay")
  func trimming() throws {
    let calls = try (1...2000).map { try reserve(inFlight: $0) }
    for call in calls { call.slot.countMade(10) }
    slots.trim(inFlight: 2000)
    #expect(slots.isGrown)
    for call in calls.dropLast() {
      call.slot.countAnswered(3)
      call.slot.free()
    }
    let before = slots.statistics
    slots.trim(inFlight: 1)
    // The last call keeps its ring.
    #expect(slots.find(2000)?.address == calls.last?.slot.address)
    #expect(!slots.isGrown)
    #expect(slots.statistics == before)
    calls.last?.slot.countAnswered(3)
    calls.last?.slot.free()
    slots.trim(inFlight: 0)
    #expect(slots.statistics.answered == 2000 && slots.statistics.requestBytes == 20_000)
    #expect(slots.statistics.inFlight == 0)
    #expect(try reserve().id == 2001)
    #expect(try (0..<100).map { _ in try reserve(inFlight: 100).id } == Array(2002...2101))
  }

  @Test(
    "memory that is locked stays, and is counted once",
    .disabled(
      if: Sanitizer.isAddress || Sanitizer.isThread, "the sanitizers replace mlock by a function without effect"))
  func trimmingLockedMemory() throws {
    let calls = try (1...2000).map { try reserve(inFlight: $0) }
    for call in calls {
      call.slot.countMade(10)
      call.slot.countAnswered(3)
    }
    for call in calls {
      #expect(unsafe mlock(call.slot.memory, CallSlot.stride) == 0)
      call.slot.free()
    }
    let before = slots.statistics
    slots.trim(inFlight: 0)
    #expect(slots.statistics == before)
    // Memory that the system had taken back would be zero.
    var kept = HostBridgeStatistics()
    for call in calls { call.slot.addCounts(to: &kept) }
    #expect(kept.requestBytes == 20_000)
  }

  @Test("calls that begin while memory is given back keep their slots", .timeLimit(.minutes(1)))
  func trimmingWhileInUse() async {
    let slots = slots
    let isDone = Guarded(false)
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    #expect(
      SystemThread.start {
        while !isDone.withLock({ $0 }) {
          slots.trim(inFlight: 0)
          usleep(10)
        }
        end.finish()
      })
    let lost = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var lost = 0
          for _ in 0..<500 {
            // The table is told that many calls are in flight, so that it grows each time.
            var calls: [CallReference] = []
            for _ in 0..<40 {
              if let (id, slot) = slots.reserve(inFlight: { 100 }) { calls.append(CallReference(id: id, slot: slot)) }
            }
            for call in calls {
              if !call.slot.isTaken(by: call.id) || slots.find(call.id) == nil { lost += 1 }
              call.slot.free()
            }
            await Task.yield()
          }
          return lost
        }
      }
      return await group.reduce(0, +)
    }
    isDone.withLock { $0 = true }
    for await _ in ends {}
    #expect(lost == 0)
  }

  @Test("expired deadlines, and no others, are found in every ring")
  func deadlines() throws {
    let calls = try (1...500).map { try reserve(inFlight: $0) }
    for (index, call) in calls.enumerated() {
      call.slot.deadline = Deadline(nanoseconds: Int64(index % 50))
      #expect(
        call.slot.compareExchange(
          call.id, expected: CallStateMachine.FastPath.reserved, desired: CallStateMachine.FastPath.invoking))
      slots.record(call.slot.deadline, of: call)
    }
    var expired: Set<UInt64> = []
    #expect(slots.forEachExpired(at: Deadline(nanoseconds: 9)) { expired.insert($0.id) } == Deadline(nanoseconds: 10))
    #expect(expired.count == 100)
    #expect(calls.filter { expired.contains($0.id) }.allSatisfy { $0.slot.deadline <= Deadline(nanoseconds: 9) })
  }
}
