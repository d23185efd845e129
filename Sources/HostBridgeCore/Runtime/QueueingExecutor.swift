/// An executor of the package's.
protocol QueueingExecutor: TaskExecutor {
  /// Whether `enqueue` only appends to a queue of the package's, so that any thread may call it, a host's too.
  var onlyQueues: Bool { get }
}
