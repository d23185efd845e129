extension Task where Success == Void, Failure == Never {
  /// Cancels the task from the global pool.
  ///
  /// Its cancellation handlers are user code, which may block, or close the bridge, and has no business on a thread of
  /// the host's or of the bridge's.
  func cancelElsewhere() {
    Task.detached { cancel() }
  }
}
