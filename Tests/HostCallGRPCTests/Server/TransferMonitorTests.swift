// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import NIOCore
import Testing

@testable import HostCallGRPC

@Suite("The monitor of a transfer's rate")
struct TransferMonitorTests {
  @Test("a transfer gets another window while the connection carries 8 KiB a second")
  func windows() {
    let start = NIODeadline.now()
    var transfer = TransferMonitor(MinimumTransferRate(window: .seconds(10)), at: start, carried: 1000)
    var verdicts: [Bool] = []
    // Bytes that were carried in earlier windows do not count.
    for (milliseconds, carried) in [(9_999, 0), (10_000, 81_920), (19_999, 81_920), (20_000, 163_839)] {
      verdicts.append(transfer.isTooSlow(at: start + .milliseconds(Int64(milliseconds)), carried: 1000 + carried))
    }
    #expect(verdicts == [false, false, false, true])
    #expect(transfer.end == start + .seconds(20))
  }
}
#endif
