internal import Synchronization

/// An entry of the queue of a ``CallbackThread``: a call whose host is to be told, or a ``WorkItem``.
struct CallbackEntry: IntrusiveEntry {
  private static var itemBit: UInt { 1 }

  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// A call that its caller gave up; its slot stays until the host has been told.
  init(_ slot: CallSlot) {
    bits = slot.address
  }

  /// A handler to be released, or a call of the host to be answered; kept until ``item``.
  init(retaining item: WorkItem) {
    bits = WorkEntry(retaining: item).bits | Self.itemBit
  }

  private var workEntry: WorkEntry { WorkEntry(bits: bits & ~Self.itemBit) }

  /// The call; nil for an item.
  var slot: CallSlot? { bits & Self.itemBit == 0 ? CallSlot(address: bits) : nil }

  /// The item, which the queue keeps no longer.
  func takeItem() -> WorkItem { workEntry.take() }

  var link: UInt {
    get { slot?.noticeLink ?? workEntry.link }
    nonmutating set {
      if let slot { slot.noticeLink = newValue } else { workEntry.link = newValue }
    }
  }
}

/// The thread of a bridge that calls the host's `cancel`, `reply` and `release`, one after the other, and closes the bridge
/// when nothing of that is left to do.
///
/// Only functions of the host block it. Callers, deadlines and tasks do not need it.
final class CallbackThread: Sendable {
  private struct State: Sendable {
    var hasEnded = false
    /// How often there was something to do.
    var rounds: UInt64 = 0
    /// Tests that wait until there is nothing to do.
    var idleWaiters: [CheckedContinuation<UInt64, Never>] = []
  }

  private let queue = IntrusiveQueue<CallbackEntry>()
  private let parker = Parker()
  private let state = Guarded(State())
  private let isAsked = Atomic<Bool>(false)
  private let hasIdleWaiters = Atomic<Bool>(false)

  /// Creates the thread without starting it.
  init() {}

  deinit { parker.release() }

  /// Starts the thread, which holds `storage` until it is closed; false if the system has none to give.
  func start(_ storage: BridgeStorage) -> Bool {
    guard parker.isUsable else { return false }
    let held = unsafe Unmanaged.passRetained(storage)
    let isStarted = SystemThread.start("hostcall-calls") {
      unsafe held._withUnsafeGuaranteedRef { $0.callbackThread.run($0) }
      unsafe BridgeStorage.releaseElsewhere(held)
    }
    if !isStarted { unsafe held.release() }
    return isStarted
  }

  // MARK: What other threads do

  /// Has the host told that a call was given up.
  func append(_ slot: CallSlot) {
    append(CallbackEntry(slot))
  }

  /// Has a handler released once no call holds it, or a call of the host's answered.
  func append(_ item: WorkItem) {
    append(CallbackEntry(retaining: item))
  }

  private func append(_ entry: CallbackEntry) {
    let parker = parker
    // It ends when the bridge is closed, and then nothing is left that could come.
    _ = queue.append(entry)
    reach(.entryPushed)
    parker.wake()
  }

  /// Has the thread look at retired handlers and at the close again.
  func lookAgain() {
    isAsked.store(true, ordering: .sequentiallyConsistent)
    parker.wake()
  }

  // MARK: The thread

  private func run(_ storage: BridgeStorage) {
    var work = CallbackWork(storage)
    var rounds: UInt64 = 0
    while true {
      if hasWork { rounds += 1 }
      if isAsked.load(ordering: .sequentiallyConsistent) {
        isAsked.store(false, ordering: .sequentiallyConsistent)
        work.noteReturn()
      }
      var chain = queue.takeAll()
      while let entry = chain.popFirst() { work.perform(entry) }
      work.releaseUnheld()
      storage.advanceClosing()
      if hasWork { continue }
      if storage.isQuiescent, queue.endIfEmpty() { break }
      tellIdleWaiters(rounds, isLast: false)
      parker.park { hasWork || hasIdleWaiters.load(ordering: .sequentiallyConsistent) }
    }
    storage.finishClosing()
    tellIdleWaiters(rounds, isLast: true)
  }

  private var hasWork: Bool { !queue.isEmpty || isAsked.load(ordering: .sequentiallyConsistent) }

  // MARK: For virtual clocks

  /// Waits until the thread has nothing to do, or has ended.
  ///
  /// - Returns: A number that changes whenever it had something to do.
  func idle() async -> UInt64 {
    await withCheckedContinuation { continuation in
      let rounds = state.withLock { state -> UInt64? in
        if state.hasEnded { return state.rounds }
        state.idleWaiters.append(continuation)
        hasIdleWaiters.store(true, ordering: .sequentiallyConsistent)
        return nil
      }
      if let rounds { continuation.resume(returning: rounds) } else { parker.wake() }
    }
  }

  private func tellIdleWaiters(_ rounds: UInt64, isLast: Bool) {
    guard isLast || hasIdleWaiters.load(ordering: .sequentiallyConsistent) else { return }
    let waiters = state.withLock { state in
      defer { state.idleWaiters = [] }
      state.hasEnded = isLast
      state.rounds = rounds
      hasIdleWaiters.store(false, ordering: .sequentiallyConsistent)
      return state.idleWaiters
    }
    for waiter in waiters { waiter.resume(returning: rounds) }
  }
}
