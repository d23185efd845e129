internal import Synchronization

/// Who waits for something, to be resumed once: a suspended task, or a task that waits for a whole batch.
@safe package struct Waiter: @unchecked Sendable {  // resumed once, by whoever took it out of the place where it waited
  @safe private enum Target {
    case task(UnsafeContinuation<Void, Never>)
    case batch(BatchWaiter)
  }

  private let target: Target

  package init(_ continuation: UnsafeContinuation<Void, Never>) {
    unsafe target = .task(continuation)
  }

  /// One of those that `batch` waits for.
  init(_ batch: BatchWaiter) {
    target = .batch(batch)
  }

  package func resume() {
    switch target {
    case .task(let continuation): unsafe continuation.resume()
    case .batch(let batch): batch.arrive()
    }
  }
}

/// Resumes a task when as many have arrived as it waits for.
///
/// Thread safety: they may arrive from any threads.
final class BatchWaiter: Sendable {
  private let missing: Atomic<Int>
  private let waiter: Waiter

  /// - Parameter count: How many have to arrive, at least one.
  init(count: Int, _ waiter: Waiter) {
    missing = Atomic(count)
    self.waiter = waiter
  }

  func arrive() {
    if missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { waiter.resume() }
  }
}
