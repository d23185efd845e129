// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  @Test(
    "a timeout that overflows never expires",
    arguments: [.seconds(UInt64.max), .seconds(Int64.max), .milliseconds(UInt64.max)] as [Duration])
  func never(timeout: Duration) {
    #expect(Deadline(after: timeout, from: .now) == .never)
    #expect(Deadline(after: timeout, from: .now).remaining(at: .now) == .max)
  }

  @Test("a timeout of zero or less has already expired", arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
  func past(timeout: Duration) {
    let deadline = Deadline(after: timeout, from: .now)
    #expect(deadline <= .now)
    #expect(deadline.remaining(at: .now) == 0)
  }

  @Test("the remaining time is the timeout minus the elapsed time")
  func remaining() {
    let deadline = Deadline(after: .nanoseconds(1000), from: Deadline(nanoseconds: 0))
    #expect(deadline.remaining(at: Deadline(nanoseconds: 400)) == 600)
    #expect(deadline.remaining(at: Deadline(nanoseconds: 1000)) == 0)
  }
}
