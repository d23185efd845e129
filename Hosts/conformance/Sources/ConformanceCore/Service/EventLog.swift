// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The numbers of the host's events that a bridge has received.
final class EventLog: Sendable {
  private let numbers = Mutex<[Int64]>([])

  func append(_ number: Int64) { numbers.withLock { $0.append(number) } }

  /// Returns the numbers when there are `count` of them, or after five seconds.
  func numbers(awaiting count: Int) async -> [Int64] {
    await Patience.wait { [self] in numbers.withLock { $0.count >= count } }
    return numbers.withLock { $0 }
  }
}
