/// The one thread of a bridge: it works off the completion queue, runs the tasks that prefer it, ends the calls whose
/// deadline has passed, and waits.
///
/// Everything that a host is told (`cancel`, `reply`, `release`) is told here, one after the other. Every task that
/// waits is resumed here, but for those that another task answers, which does it itself. Nothing runs under a lock.
final class BridgeLoop: Sendable {
  /// Something to do that is not about a call of the core's.
  enum Job: Sendable {
    case resume(Waiter)
    case reply(HostReply, Outcome, [UInt8])
    case giveUp(HostReply, Task<Void, Never>?)
    case retire(HostHandler)
    /// Somebody waits until the loop is settled; see ``VirtualClock``.
    case settle
  }

  private let queue = CompletionQueue<Job>()
  private let place = WaitingPlace()
  let tasks = LoopTasks()

  /// Puts a job in, from any thread.
  func push(_ job: Job) {
    if queue.push(job) { place.wake() }
  }

  /// Puts a call in whose caller is to be resumed or whose host is to be told; it must not be in.
  func push(_ slot: CallSlot) {
    if queue.push(slot) { place.wake() }
  }

  /// Has the loop look at deadlines, tasks, retired handlers and closing again.
  func wake() {
    place.wake()
  }

  var isEmpty: Bool { queue.isEmpty }

  /// The body of the loop's thread.
  ///
  /// It returns when `bridge` is closed and no task prefers the loop any more.
  ///
  /// All of it counts as a callback of the bridge: nothing that runs on this thread may wait for the close that this
  /// thread carries out.
  func run(_ bridge: HostBridge) {
    let handle = bridge.handleNumber
    CallbackScope.run(on: handle) {
      var work = BridgeWork(bridge)
      while true {
        let done = queue.drain { entry in work.perform(entry) } + tasks.run()
        let next = work.tend()
        if done > 0 || hasWork { continue }
        work.settled(next)
        if bridge.isQuiescent { break }
        place.wait(until: bridge.clock.virtual == nil ? next : .never) { hasWork }
      }
      bridge.finishClosing()
    }
    runTasks(handle)
  }

  /// What remains after the close: tasks that prefer the loop go on until nobody refers to it.
  private func runTasks(_ handle: UInt64) {
    while !tasks.end() {
      var done = 0
      CallbackScope.run(on: handle) { done = tasks.run() }
      if done == 0 { place.wait(until: .never) { tasks.hasWork } }
    }
  }

  private var hasWork: Bool { !queue.isEmpty || tasks.hasWork }
}
