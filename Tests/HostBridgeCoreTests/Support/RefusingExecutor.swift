// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import HostBridgeCore

/// A user's executor that detects whether a forbidden thread enqueues on it.
final class RefusingExecutor: TaskExecutor {
  private struct State: Sendable {
    var refused: UInt = 0
    var wasUsedWrongly = false
  }

  private static let key = DispatchSpecificKey<Bool>()
  private let state = Guarded(State())
  private let queue = DispatchQueue(label: "refusing")

  init() {
    queue.setSpecific(key: Self.key, value: true)
  }

  @inline(never)
  private static var thread: UInt {
    #if canImport(Darwin)
    UInt(bitPattern: pthread_self())
    #else
    UInt(pthread_self())
    #endif
  }

  /// A Boolean value that indicates whether the executor runs the current code.
  var isCurrent: Bool { DispatchQueue.getSpecific(key: Self.key) == true }

  var wasUsedWrongly: Bool { state.withLock { $0.wasUsedWrongly } }

  func refusesThisThread() {
    state.withLock { $0.refused = Self.thread }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    state.withLock { if $0.refused == Self.thread { $0.wasUsedWrongly = true } }
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
