@testable import HostBridgeCore
import Testing

@Suite("Waiters", .timeLimit(.minutes(1)))
struct WaiterTests {
  @Test("a batch is resumed once, by the last that arrives, before or after its task suspends", arguments: [1, 2, 100])
  func batch(count: Int) async {
    for early in [0, count / 2, count] {
      let batch = BatchWaiter()
      for _ in 0..<count { batch.expect() }
      for _ in 0..<early { #expect(!batch.arrive()) }
      let resumes = Guarded(0)
      await withTaskGroup(of: Void.self) { group in
        unsafe await withUnsafeContinuation { continuation in
          let waiter = unsafe Waiter(continuation)
          guard batch.suspend(waiter) else { return waiter.resume() }
          for _ in early..<count {
            group.addTask {
              guard batch.arrive() else { return }
              resumes.withLock { $0 += 1 }
              batch.waiter?.resume()
            }
          }
        }
      }
      #expect(resumes.withLock { $0 } == (early == count ? 0 : 1))
    }
  }

  /// Whether any thread may resume the current task.
  private func resumesAnywhere(by thread: ResumingThread = .any) async -> Bool {
    var result = false
    unsafe await withUnsafeContinuation { continuation in
      let waiter = unsafe Waiter(continuation)
      result = waiter.mayBeResumed(by: thread)
      waiter.resume()
    }
    return result
  }

  @Test("any thread may resume a task that prefers a bridge and suspends on its thread; no other task")
  func resumingAnywhere() async {
    let bridge = HostBridge()
    #expect(await resumesAnywhere() == false)
    #expect(await Task(executorPreference: bridge.loop) { await resumesAnywhere() }.value)
    #expect(await Task(executorPreference: BridgeRuntime.shared.pool) { await resumesAnywhere() }.value)
    #expect(await Task { @MainActor in await resumesAnywhere() }.value == false)
    await bridge.close()
  }

  @Test("a task that is being cancelled is resumed elsewhere, but for the thread that cancels it")
  func cancelled() async {
    let bridge = HostBridge()
    let task = Task(executorPreference: bridge.loop) {
      while !Task.isCancelled { await Task.yield() }
      return [
        await resumesAnywhere(by: .any), await resumesAnywhere(by: .cancelling), await resumesAnywhere(by: .shared),
      ]
    }
    task.cancel()
    #expect(await task.value == [false, true, false])
    await bridge.close()
  }

  /// An executor of users, whose jobs tasks run that prefer a bridge.
  private final class ForwardingExecutor: SerialExecutor {
    private let loop: any TaskExecutor

    init(_ loop: any TaskExecutor) {
      self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = unsafe UnownedJob(job)
      Task(executorPreference: loop) { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
  }

  /// An actor on an executor of users.
  private actor Guest {
    private let executor: ForwardingExecutor

    init(_ executor: ForwardingExecutor) {
      self.executor = executor
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    func resumesAnywhere() async -> Bool {
      var result = false
      unsafe await withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        result = waiter.mayBeResumed(by: .any)
        waiter.resume()
      }
      return result
    }
  }

  @Test("a task on an executor of users that brings it to a bridge's thread is resumed elsewhere")
  func broughtByExecutor() async {
    let bridge = HostBridge()
    let guest = Guest(ForwardingExecutor(bridge.loop))
    #expect(await Task(executorPreference: bridge.loop) { await guest.resumesAnywhere() }.value == false)
    await bridge.close()
  }

  /// Where two tasks meet.
  private actor Meeting {
    private var isBusy = false

    /// Keeps the actor on its thread until `hasCome`.
    func keep(until hasCome: () -> Bool) {
      isBusy = true
      while !hasCome() {}
    }

    func resumesAnywhere() async -> Bool { await WaiterTests().resumesAnywhere() }
  }

  @Test("a task without a preference that an actor brings to a bridge's thread is resumed elsewhere")
  func broughtByActor() async {
    let bridge = HostBridge()
    let meeting = Meeting()
    let hasCome = Guarded(false)
    let keeper = Task(executorPreference: bridge.loop) { await meeting.keep { hasCome.withLock { $0 } } }
    try? await Task.sleep(for: .milliseconds(10))
    let guest = Task { await meeting.resumesAnywhere() }
    try? await Task.sleep(for: .milliseconds(10))
    hasCome.withLock { $0 = true }
    #expect(await guest.value == false)
    await keeper.value
    await bridge.close()
  }

  @Test("a function of the main actor that a task on a bridge calls is resumed elsewhere")
  func onMainActor() async {
    let bridge = HostBridge()
    let result = await Task(executorPreference: bridge.loop) {
      (await Self.mainResumesAnywhere(), await resumesAnywhere())
    }.value
    #expect(result == (false, true))
    await bridge.close()
  }

  @MainActor
  private static func mainResumesAnywhere() async -> Bool { await WaiterTests().resumesAnywhere() }
}
