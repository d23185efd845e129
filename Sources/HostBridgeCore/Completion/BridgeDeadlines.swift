// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A bridge as the ``DeadlineThread`` knows it: by its handle, so that the thread never frees a bridge.
final class BridgeDeadlines: WatchedDeadlines {
  private let handle: UInt64

  init(_ handle: UInt64) {
    self.handle = handle
  }

  var nextDue: Deadline { BridgeStorage.handles.with(handle) { $0.nextDue } ?? .never }

  func handleDueWork(at now: Deadline) {
    _ = BridgeStorage.handles.with(handle) { $0.handleDueWork(at: now) }
  }
}
