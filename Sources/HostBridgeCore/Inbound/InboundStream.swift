// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The items of one stream of the core, between the function that sends them and the host that receives them.
///
/// An item needs credit, which the host grants. Without credit, its sender waits, first come, first served; the thread
/// that grants credit moves the items of waiting senders to the queue. The callback thread takes the queue and passes
/// each item to the host.
///
/// The stream is appended to the callback thread's queue with its lock held, and the end is queued after the lock has
/// been acquired once more, so every accepted item comes before the `reply`.
///
/// Thread safety: guarded by its lock.
final class InboundStream: WorkItem, @unchecked Sendable {  // guarded, except for WorkItem's link
  /// The largest credit: numbers up to it are exact in every language.
  private static let maximumCredit: UInt64 = 1 << 53 - 1

  /// A sender that waits for credit.
  final class Sender: WaitingSender, @unchecked Sendable {  // accessed with the lock of the stream held
    fileprivate let item: [UInt8]
    /// Whether the item was accepted.
    fileprivate(set) var isAccepted = false

    init(_ item: [UInt8]) {
      self.item = item
    }
  }

  /// The result of an attempt to send an item.
  enum Sent {
    case accepted
    case ended
    /// There is no credit.
    case waits
  }

  private struct State: Sendable {
    var credit: UInt64 = 0
    var items: [[UInt8]] = []
    var senders = WaitingSenders<Sender>()
    /// Whether the function has returned or the stream has been given up.
    var hasEnded = false
    /// Whether the stream is in the queue of the callback thread.
    var isQueued = false
    var silence = StreamSilence()
  }

  private let state = Guarded(State())
  /// Counts the items that the host receives: on the callback thread, or with the lock of the host's queue held.
  private let count = TakenCount()
  /// Whether memory for an accepted item was lacking, so that neither it nor a later one is passed on; accessed on the
  /// callback thread.
  private(set) var isIncomplete = false
  private let host: HostItems
  private let clock: BridgeClock
  private let counters: InboundStreamCounters
  private let enqueue: @Sendable (InboundStream) -> Void
  private let callID = Atomic<UInt64>(0)

  /// Creates a stream without credit.
  ///
  /// - Parameters:
  ///   - host: The receiver of the items.
  ///   - silence: How long the function may send nothing while it has credit; `nil` for no limit.
  ///   - clock: The bridge's clock.
  ///   - counters: Those of the bridge.
  ///   - enqueue: Appends the stream to the queue of the callback thread.
  init(
    to host: HostItems, silence: Duration?, clock: BridgeClock, counters: InboundStreamCounters,
    enqueue: @escaping @Sendable (InboundStream) -> Void
  ) {
    self.host = host
    self.clock = clock
    self.counters = counters
    self.enqueue = enqueue
    super.init()
    state.withLock { $0.silence.limit = silence }
  }

  /// The ID of the call, 0 before it begins.
  var id: UInt64 { callID.load(ordering: .relaxed) }

  /// Assigns the stream to a call.
  func begin(_ id: UInt64) {
    callID.store(id, ordering: .relaxed)
    counters.countBegun()
  }

  // MARK: The function

  /// Queues an item, if there is credit and no other sender waits.
  func send(_ item: [UInt8]) -> Sent {
    state.withLock { state in
      if state.hasEnded { return .ended }
      guard state.credit > 0, state.senders.isEmpty else { return .waits }
      accept(item, &state)
      return .accepted
    }
  }

  /// Makes a sender wait for credit; returns false if it must not suspend, since its item has been accepted, or the
  /// stream has ended.
  func wait(_ sender: Sender, _ waiter: Waiter) -> Bool {
    state.withLock { state in
      if state.hasEnded || sender.isCancelled { return false }
      if state.credit > 0, state.senders.isEmpty {
        accept(sender.item, &state)
        sender.isAccepted = true
        return false
      }
      state.senders.append(sender, waiter)
      return true
    }
  }

  /// Removes a sender whose task was cancelled; returns false if it does not wait any more.
  func remove(_ sender: Sender) -> Bool { state.withLock { $0.senders.remove(sender) } }

  /// Whether the item of a sender that was resumed has been accepted.
  func hasAccepted(_ sender: Sender) -> Bool { state.withLock { _ in sender.isAccepted } }

  /// Whether the stream has ended, so that no item is accepted any more.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// Call with the lock held.
  private func accept(_ item: [UInt8], _ state: inout State) {
    state.credit -= 1
    state.items.append(item)
    counters.countItem()
    if state.silence.limit != nil { state.silence.last = clock.now }
    guard !state.isQueued else { return }
    state.isQueued = true
    enqueue(self)
  }

  // MARK: The host

  /// Adds credit, and queues the items of senders that wait.
  ///
  /// - Returns: The senders to resume, and when the function's silence is too long, if it now begins to count.
  func grant(_ items: UInt32) -> (senders: [Sender], silenceDue: Deadline) {
    state.withLock { state in
      let hadCredit = state.credit > 0
      state.credit = min(state.credit + UInt64(items), Self.maximumCredit)
      let count = state.hasEnded ? 0 : Int(clamping: min(state.credit, UInt64(state.senders.count)))
      let senders = state.senders.takeFirst(count)
      for sender in senders {
        accept(sender.item, &state)
        sender.isAccepted = true
      }
      if !hadCredit, state.silence.limit != nil { state.silence.last = clock.now }
      return (senders, hadCredit || state.credit == 0 ? .never : state.silence.due)
    }
  }

  /// How long the function may send nothing while it has credit; `nil` for no limit.
  var silenceLimit: Duration? { state.withLock { $0.silence.limit } }

  /// When the function's silence is too long; ``Deadline/never`` while there is no credit, or no limit.
  var silenceDue: Deadline { state.withLock { $0.credit > 0 ? $0.silence.due : .never } }

  // MARK: The end

  /// Refuses further items; returns the senders that wait, which must be resumed.
  func end() -> [Sender] {
    state.withLock { state in
      if !state.hasEnded { counters.countEnded() }
      state.hasEnded = true
      return state.senders.takeAll()
    }
  }

  /// Ends the stream, and drops the items that the host has not received; returns the senders to resume.
  func giveUp() -> [Sender] {
    count.freeze()
    return end()
  }

  /// The number of items that the host received before the stream was given up; `nil` if it was not.
  var taken: UInt64? { count.frozen }

  // MARK: The callback thread

  /// Passes the items to the host, or to its queue; returns false if memory for one is lacking.
  func deliver(on bridge: UInt64) -> Bool {
    let items = state.withLock { state in
      state.isQueued = false
      defer { state.items = [] }
      return state.items
    }
    for item in items {
      if count.frozen != nil || isIncomplete { return true }
      isIncomplete = !host.send(item, of: id, on: bridge, whenTaken: { [self] in count.take() })
      if isIncomplete { return false }
    }
    return true
  }
}
