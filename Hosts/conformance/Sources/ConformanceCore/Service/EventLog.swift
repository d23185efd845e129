// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Synchronization

/// The numbers of the host's events that a bridge has received.
final class EventLog: Sendable {
  private let numbers = Mutex<[Int64]>([])

  /// Begins to record; ends when the bridge is closed.
  func record(from bridge: HostBridge) throws(HostSetupError) {
    let events = try bridge.events(of: HostSaid.self, capacity: 65_536)
    Task { [self] in
      for await event in events { numbers.withLock { $0.append(event.number) } }
    }
  }

  /// Returns the numbers when there are `count` of them, or after five seconds.
  func numbers(awaiting count: Int) async -> [Int64] {
    await Patience.wait { [self] in numbers.withLock { $0.count >= count } }
    return numbers.withLock { $0 }
  }
}
