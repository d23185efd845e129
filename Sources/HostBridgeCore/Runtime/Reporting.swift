// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Delivers reports to the core.
package enum Reporting {
  /// Passes `matter` to `listener`, or writes it as a line to the standard error output if there is none.
  ///
  /// Runs in a task of its own, so that neither user code nor a slow output delays the reporting thread.
  package static func report<Matter: Sendable>(_ matter: Matter, to listener: (@Sendable (Matter) -> Void)?) {
    // A forked child has no thread to run the task.
    guard !BridgeRuntime.isForkedChild else { return }
    // Without any bridge, as in a server for remote calls, the threads may not be running yet.
    let pool: (any TaskExecutor)? = BridgeRuntime.start() ? BridgeRuntime.shared.pool : nil
    Task.detached(executorPreference: pool) {
      if let listener { listener(matter) } else { ErrorOutput.write("hostcall: \(matter)\n") }
    }
  }
}
