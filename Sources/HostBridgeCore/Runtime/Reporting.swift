/// Tells the core of something that is wrong without being the error of a call.
package enum Reporting {
  /// Gives `matter` to `listener`; writes a line to the standard error output if there is none.
  ///
  /// In a task of its own: neither the user's code nor a slow output may hold up the thread that reports.
  package static func report<Matter: Sendable>(_ matter: Matter, to listener: (@Sendable (Matter) -> Void)?) {
    // In a forked child there is no thread for it.
    guard !BridgeRuntime.isForkedChild else { return }
    // Where no bridge was opened, as in a server of calls from elsewhere, the threads may have to be started.
    let pool: (any TaskExecutor)? = BridgeRuntime.start() ? BridgeRuntime.shared.pool : nil
    Task.detached(executorPreference: pool) {
      if let listener { listener(matter) } else { ErrorOutput.write("hostcall: \(matter)\n") }
    }
  }
}
