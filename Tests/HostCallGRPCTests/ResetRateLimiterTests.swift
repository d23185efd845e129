// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostBridgeCore
import Testing

@testable import HostCallGRPC

@Suite("The rate limiter of resets")
struct ResetRateLimiterTests {
  @Test("24 resets are permitted at once, and each further one five seconds after the one 24 before it")
  func limiter() {
    var limiter = ResetRateLimiter()
    var taken: [Int64] = []
    for time in Array(0..<24) + [4_999_999_999, 5_000_000_000, 5_000_000_000, 5_000_000_001] as [Int64]
    where limiter.take(at: Deadline(nanoseconds: time)) {
      taken.append(time)
    }
    #expect(taken == Array(0..<24) + [5_000_000_000, 5_000_000_001])
  }
}
#endif
