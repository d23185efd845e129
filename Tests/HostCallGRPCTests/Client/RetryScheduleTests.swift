// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostBridgeCore
import Testing

@testable import HostCallGRPC

@Suite("The retry schedule")
struct RetryScheduleTests {
  private let lost = AttemptFailure(BridgeError(code: .unavailable, message: "lost"))
  private let transient = AttemptFailure(BridgeError(code: .unavailable, message: "not sent"), isTransient: true)
  private let refusal = AttemptFailure(
    BridgeError(code: .unavailable, message: "refused"), isTransient: true, isRefusal: true)

  @Test("there are as many attempts as allowed, after pauses that double")
  func count() {
    var schedule = RetrySchedule(5, waitsForReady: false)
    let pauses = (0..<5).map { _ in schedule.next(after: lost) }
    for (pause, longest) in zip(pauses, [50, 100, 200, 400]) {
      #expect(pause.map { (.milliseconds(longest / 2)...Duration.milliseconds(longest)).contains($0) } == true)
    }
    #expect(pauses.last == .some(nil))
  }

  @Test("transient failures get eight more attempts within a quarter of a second, even if only one is allowed")
  func transientFailures() {
    var schedule = RetrySchedule(1, waitsForReady: true)
    let pauses = (0..<8).compactMap { _ in schedule.next(after: transient) }
    #expect(pauses.count == 8 && pauses.reduce(.zero, +) <= .milliseconds(255))
    #expect(schedule.next(after: transient) == nil && schedule.next(after: lost) == nil)
  }

  @Test(
    "a refused call is tried until its deadline if it may wait, and nine times otherwise", arguments: [true, false])
  func refusals(_ waits: Bool) {
    var schedule = RetrySchedule(1, waitsForReady: waits)
    let pauses = (0..<1000).compactMap { _ in schedule.next(after: refusal) }
    #expect(pauses.count == (waits ? 1000 : 8))
    #expect(pauses.allSatisfy { $0 <= .milliseconds(256) } && schedule.next(after: lost) == nil)
  }
}
#endif
