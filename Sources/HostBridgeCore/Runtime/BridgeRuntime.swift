internal import CBridgePlatform
internal import Dispatch
internal import Synchronization

/// What all bridges of the process share: the threads that exist once, started when the first bridge opens.
///
/// Everything that a bridge needs of the system is asked for then, as a bridge that is open works with no thread, file
/// descriptor or large block of memory to be had.
///
/// Thread safety: safe from any thread. Never freed.
final class BridgeRuntime: Sendable {
  /// The runtime of this process.
  static let shared = BridgeRuntime()

  /// Runs functions that the host calls, and handlers in Swift.
  let pool = TaskPool()
  let deadlines = DeadlineThread()
  /// Cancels tasks.
  let cancellations = UserCodeThread("hostcall-cancel")
  /// Frees what closures of users hold.
  let disposals = UserCodeThread("hostcall-free")
  /// Resumes tasks that no thread of a bridge resumes: those that wait for a close, or for their turn in a client.
  let resumptions = UserCodeThread("hostcall-resume")
  private let isStarted = Atomic<Bool>(false)
  private let isGlobalPoolStarted = Guarded(false)

  private init() {}

  /// Whether this process was forked off one that had bridges, so that it can't have any: of its threads, and of their
  /// locks, only copies are left.
  static var isForkedChild: Bool { hostcall_fork_is_child() }

  /// Starts what has not been started; false if the system does not have it to give, or this is such a child.
  static func start() -> Bool {
    guard !isForkedChild else { return false }
    // Once: pinning the library takes the loader's lock, and a thread that watches deadlines may ask.
    if shared.isStarted.load(ordering: .acquiring) { return true }
    hostcall_fork_watch()
    hostcall_library_pin()
    let isStarted =
      shared.pool.start() && shared.deadlines.start() && shared.cancellations.start() && shared.disposals.start()
      && shared.resumptions.start() && shared.startGlobalPool()
    if isStarted { shared.isStarted.store(true, ordering: .releasing) }
    return isStarted
  }

  /// File descriptors that libdispatch opens when it is first used, and a few to spare.
  private static let descriptors: Int32 = 8
  /// How long its first thread may take, in nanoseconds.
  private static let longestStart: Int64 = 5_000_000_000

  /// Has Swift's global pool open the file descriptors that it needs, as it ends the process if it can't later.
  private func startGlobalPool() -> Bool {
    isGlobalPoolStarted.withLock { isStarted in
      if isStarted { return true }
      let parker = Parker()
      guard parker.isUsable, hostcall_descriptors_available(Self.descriptors) else { return false }
      defer { parker.release() }
      let hasRun = Flag()
      // A timer, since those are what its descriptors are for.
      DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(1)) {
        hasRun.set()
        parker.wake()
      }
      let end = Deadline(nanoseconds: Deadline.now.nanoseconds + Self.longestStart)
      while !hasRun.isSet, .now < end { parker.park(until: end) { hasRun.isSet } }
      isStarted = hasRun.isSet
      return isStarted
    }
  }
}

private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }

  func set() {
    value.store(true, ordering: .sequentiallyConsistent)
  }
}
