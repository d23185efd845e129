extension Task where Success == Void, Failure == Never {
  /// Cancels the task on the thread for that.
  ///
  /// Its cancellation handlers are code of users, which may block, or close a bridge.
  func cancelElsewhere() {
    BridgeRuntime.shared.cancellations.append(UserCodeThread.Item(cancelling: self))
  }
}
