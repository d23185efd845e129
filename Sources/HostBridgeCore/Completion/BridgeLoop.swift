/// The one thread of a bridge: it works off the completion queue, ends the calls whose deadline has passed, and parks.
///
/// Everything that a host is told (`cancel`, `reply`, `release`) is told here, one after the other; every task that waits
/// is resumed here. Nothing runs under a lock.
final class BridgeLoop: Sendable {
  /// Something to do.
  enum Job: Sendable {
    case resume(Waiter)
    case tellHost(PendingCall)
    case reply(HostReply, Outcome, [UInt8])
    case giveUp(HostReply, Task<Void, Never>?)
    case release(HostHandler)
  }

  /// Sweeping the pending calls for deadlines costs time in proportion to their number, so between two sweeps there is at
  /// least this much time, in nanoseconds; a deadline may be noticed that much late.
  private static let sweepInterval: Int64 = 1_000_000

  private let queue = CompletionQueue<Job>()
  private let parker = Parker()

  /// Puts a job in, from any thread.
  func push(_ job: Job) {
    if queue.push(job) { parker.unpark() }
  }

  /// Has the loop look at deadlines and closing again.
  func wake() {
    parker.unpark()
  }

  var isEmpty: Bool { queue.isEmpty }

  /// The body of the loop's thread; returns when `bridge` is closed. All of it counts as a callback of the bridge: nothing
  /// that runs on this thread may wait for the close that this thread carries out.
  func run(_ bridge: HostBridge) {
    CallbackScope.run(on: bridge.handleNumber) { work(for: bridge) }
  }

  private func work(for bridge: HostBridge) {
    var lastSweep = Deadline(nanoseconds: .min)
    while true {
      let done = queue.drain { job in perform(job, bridge) }
      let now = Deadline.now
      var next = bridge.pending.earliestDeadline
      if next <= now {
        let earliest = Deadline(nanoseconds: lastSweep.nanoseconds &+ Self.sweepInterval)
        if earliest <= now {
          let (effects, waiters, following) = bridge.pending.expire(at: now)
          for waiter in waiters { waiter.resume() }
          for effect in effects { bridge.perform(effect) }
          (lastSweep, next) = (now, following)
        } else {
          next = earliest
        }
      }
      if done > 0 || !queue.isEmpty { continue }
      if bridge.isQuiescent { break }
      parker.park(until: next)
    }
    bridge.finishClosing()
  }

  private func perform(_ job: Job, _ bridge: HostBridge) {
    let handle = bridge.handleNumber
    switch job {
    case .resume(let waiter): waiter.resume()
    case .tellHost(let call):
      if let handler = bridge.pending.claimTelling(call) { handler.functions.cancel(call.id, on: handle) }
      bridge.drop(bridge.pending.forget(call))
    case .reply(let reply, let outcome, let payload):
      reply.send(outcome, payload, on: handle)
      bridge.inbound.didReply()
    case .giveUp(let reply, let task):
      reply.send(.cancelled, [], on: handle)
      task?.cancelElsewhere()
      bridge.inbound.didReply()
    case .release(let handler):
      handler.functions.release(on: handle)
      bridge.registry.didRelease()
    }
  }
}
