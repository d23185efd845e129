// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Computes a schema on a thread of its own, within ``ProbeLimits/time``.
///
/// An `init(from:)` is user code: it may need a deeper stack than the current thread has, and it may never return. In
/// that case its thread is abandoned.
enum ProbeThread {
  enum Outcome<Result: Sendable>: Sendable {
    case finished(Result)
    /// The `init(from:)` of this type does not return; `nil` if the thread is stuck elsewhere.
    case stuck(ObjectIdentifier?)
  }

  static func run<Result: Sendable>(_ body: @escaping @Sendable (ProbeWatch) -> Result) -> Outcome<Result> {
    let result = Guarded<Result?>(nil)
    let watch = ProbeWatch(hasThread: true)
    let start = { (stackSize: Int) in
      SystemThread.start("hostcall-probe", stackSize: stackSize) {
        let found = body(watch)
        result.withLock { $0 = found }
        watch.wake()
      }
    }
    guard start(ProbeLimits.stack) || start(ProbeLimits.stack >> 3) || start(0) else {
      // The schema must not depend on whether the system can create a thread.
      return .finished(body(ProbeWatch(hasThread: false)))
    }
    let deadline = Deadline(after: ProbeLimits.time, from: .now)
    watch.wait(until: deadline) { result.withLock { $0 != nil } }
    if let result = result.withLock({ $0 }) { return .finished(result) }
    return .stuck(watch.giveUp())
  }
}
