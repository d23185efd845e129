// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The bridge's counters of calls to the host.
@HostCodable
struct Statistics: Codable, Equatable, Sendable {
  var made: UInt64
  var answered: UInt64
  var failed: UInt64
  var cancelled: UInt64
  var expired: UInt64
  var late: UInt64
  var inFlight: UInt64
  var waiting: UInt64

  init(_ statistics: HostBridgeStatistics) {
    made = statistics.made
    answered = statistics.answered
    failed = statistics.failed
    cancelled = statistics.cancelled
    expired = statistics.expired
    late = statistics.late
    inFlight = statistics.inFlight
    waiting = statistics.waiting
  }
}
