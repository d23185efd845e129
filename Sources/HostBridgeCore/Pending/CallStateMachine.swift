// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The state of one call to the host, as a pure value of twelve bits: each event returns an action, which the bridge
/// performs after the state has changed.
///
/// Two things progress independently. The call's *stage* follows its caller:
///
///     reserved ──startInvoking──► invoking ──startWaiting──────► waiting ──┐
///         │                          └───────returnFromInvoke──► returned ─┴─leave──► left
///         └──────────────────────────────────leave──────────────────────────────────►
///
/// Its *ending* is set once, by any thread:
///
///     none ──end──► answered | terminated ──finish──► decided   an ending with bytes, which are copied in between
///     none ──end──► cancelled | expired | closed                decided at once
///
/// A host with a queue is given the call not by `invoke`, but when it takes the message, if the call has not ended:
///
///     reserved ──startInvoking──► queued ──take──► as a call that was invoked
///
/// Invariants, which `CallStateMachineTests` checks over every interleaving:
/// - The first ending stands. An answer before `invoke` has started, or before the host takes a queued call, is
///   refused, since the host does not have the ID yet.
/// - The permit of the ``ConcurrencyLimiter`` is released once, when the call is decided.
/// - The caller is notified once, and only if it waits. A caller that finds its call decided instead is the only one
///   that accesses the slot.
/// - The host's `cancel` runs at most once: after `invoke` has returned, never if `invoke` did not start or the host
///   did not take the call, and never if the host has answered, however late.
/// - The handler is used from `startInvoking` until the state says that it is returned, so never while the caller's own
///   Swift code runs. A caller that waits does not return it itself: its cancellation handlers may delay its task
///   before it suspends.
/// - The slot is freed once, after the caller has left and the host has been notified.
package struct CallStateMachine: Hashable, Sendable {
  /// The caller's progress.
  package enum Stage: UInt16, Hashable, Sendable, CaseIterable {
    /// The caller occupies the slot and looks up the handler.
    case reserved
    /// The caller runs `invoke`, or is returning from it.
    case invoking
    /// The caller must be notified of the outcome, whether its task has suspended yet or not.
    case waiting
    /// The caller found the call decided after `invoke`, and takes the outcome.
    case returned
    /// The caller does not access the call any more.
    case left
  }

  /// The reason why the call ended.
  package enum Ending: UInt16, Hashable, Sendable, CaseIterable {
    /// The host answered.
    case answered = 1
    /// The core or the host ended all pending calls with an error of its choice.
    case terminated
    /// The caller's task was cancelled.
    case cancelled
    /// The deadline passed.
    case expired
    /// The bridge was closed, or refused the call.
    case closed

    /// A Boolean value that indicates whether the ending has bytes, which are copied between `end` and `finish`.
    var hasBytes: Bool { self == .answered || self == .terminated }
  }

  /// The actions after an event that may decide the call.
  ///
  /// Performed in this order, since a notified caller may free the slot.
  package struct EndAction: Hashable, Sendable {
    /// Whether the ending stands; otherwise there is nothing to do.
    package var stands = false
    /// Whether to copy the bytes and then call ``CallStateMachine/finish()``, and nothing else yet.
    package var copiesBytes = false
    /// Whether to release the call's permit.
    package var releasesPermit = false
    /// Whether to clear the slot's hazard pointer.
    package var returnsHandler = false
    /// Whether to notify the host, if it has a `cancel`, or to withdraw a queued call, and then to return the handler.
    package var notifiesHost = false
    /// Whether to notify the waiting caller, and resume its task if it has suspended.
    package var notifiesCaller = false

    package init(
      stands: Bool = false, copiesBytes: Bool = false, releasesPermit: Bool = false, returnsHandler: Bool = false,
      notifiesCaller: Bool = false
    ) {
      self.stands = stands
      self.copiesBytes = copiesBytes
      self.releasesPermit = releasesPermit
      self.returnsHandler = returnsHandler
      self.notifiesCaller = notifiesCaller
    }
  }

  /// The action of a caller that returns from `invoke`.
  package enum ReturnAction: Hashable, Sendable {
    /// Wait, since the call is not decided.
    case wait
    /// Clear the slot's hazard pointer and take the outcome.
    case returnHandler
    /// Queue the notification of the host, or withdraw a queued call, and take the outcome.
    case notifyHost
  }

  /// The action of a caller that leaves.
  package enum LeaveAction: Hashable, Sendable {
    case free
    /// The callback thread frees the slot after it has notified the host.
    case leaveToCallbackThread
  }

  package private(set) var stage = Stage.reserved
  package private(set) var ending: Ending?
  /// Whether the bytes of the ending have been copied.
  private var isCopied = false
  /// Whether the host has been notified, or has answered too late, so that it need not be notified.
  private var hostKnows = false
  /// Whether the callback thread still has to notify the host.
  package private(set) var owesNotification = false
  /// Whether the handler may be used for the call.
  package private(set) var holdsHandler = false
  /// Whether the call is for the queue of its host, which has not taken it; if the call has ended, it must be
  /// withdrawn.
  package private(set) var isQueued = false
  /// Whether the call is answered with items and then an end; the items do not change the state.
  package private(set) var isStream = false

  package init() {}

  /// A Boolean value that indicates whether the outcome can be taken.
  package var isDecided: Bool { ending.map { !$0.hasBytes || isCopied } ?? false }

  /// A Boolean value that indicates whether `invoke` has started.
  package var isInvoked: Bool { stage != .reserved }

  /// A Boolean value that indicates whether the host has been given the call's ID.
  package var isKnownToHost: Bool { isInvoked && !isQueued }

  // MARK: The caller's events

  /// Starts `invoke`; returns false if the call has already ended.
  ///
  /// - Parameters:
  ///   - isQueued: Whether the host has a queue, from which it must take the call first.
  ///   - isStream: Whether the call is a stream.
  package mutating func startInvoking(isQueued: Bool = false, isStream: Bool = false) -> Bool {
    guard stage == .reserved, ending == nil else { return false }
    stage = .invoking
    holdsHandler = true
    self.isQueued = isQueued
    self.isStream = isStream
    return true
  }

  /// Starts to wait after `invoke` has returned; returns false if the call is already decided.
  package mutating func startWaiting() -> Bool {
    guard stage == .invoking, !isDecided else { return false }
    stage = .waiting
    return true
  }

  /// Checks, after `invoke` has returned, whether the call is decided.
  package mutating func returnFromInvoke() -> ReturnAction {
    guard isDecided else { return .wait }
    stage = .returned
    if ending == .answered || hostKnows {
      holdsHandler = false
      return .returnHandler
    }
    owesNotification = true
    return .notifyHost
  }

  /// Leaves the call after taking its outcome.
  package mutating func leave() -> LeaveAction {
    stage = .left
    return owesNotification ? .leaveToCallbackThread : .free
  }

  // MARK: Any thread's events

  /// Ends the call; if the ending stands and ``Ending/hasBytes``, the thread that calls this must copy the bytes next.
  package mutating func end(_ ending: Ending) -> EndAction {
    guard self.ending == nil else {
      // A late answer is refused, but makes the notification of the host unnecessary.
      if ending == .answered, self.ending != .answered, !isQueued { hostKnows = true }
      return EndAction()
    }
    if ending.hasBytes, stage == .reserved { return EndAction() }
    if ending == .answered, isQueued { return EndAction() }
    self.ending = ending
    if ending.hasBytes { return EndAction(stands: true, copiesBytes: true) }
    return decided()
  }

  /// Decides a claimed call, after its bytes have been copied.
  package mutating func finish() -> EndAction {
    isCopied = true
    return decided()
  }

  private mutating func decided() -> EndAction {
    var action = EndAction(stands: true, releasesPermit: true)
    // In every other stage, the caller finds the ending by itself.
    guard stage == .waiting else { return action }
    action.notifiesCaller = true
    if ending == .answered || hostKnows {
      holdsHandler = false
      action.returnsHandler = true
    } else {
      owesNotification = true
      action.notifiesHost = true
    }
    return action
  }

  // MARK: The event of a host's queue

  /// Gives the call to the host; returns false if the call has ended, so that the host must not learn of it.
  package mutating func take() -> Bool {
    guard isQueued, ending == nil else { return false }
    isQueued = false
    return true
  }

  // MARK: Events of the callback thread

  /// Starts to notify the host; returns false if that has become unnecessary.
  package mutating func startNotification() -> Bool {
    guard owesNotification, holdsHandler, !hostKnows, !isQueued else { return false }
    hostKnows = true
    return true
  }

  /// Ends the notification of the host, after the slot's hazard pointer was cleared.
  ///
  /// - Returns: Whether the caller has left, so that the slot must be freed.
  package mutating func finishNotification() -> Bool {
    owesNotification = false
    holdsHandler = false
    return stage == .left
  }
}

// MARK: - Twelve bits

extension CallStateMachine {
  //   bit 11       10         9              8                  7            6          5 4 3     2 1 0
  //     isStream   isQueued   holdsHandler   owesNotification   hostKnows    isCopied   ending    stage

  /// The number of bits of a state.
  package static let bitCount: UInt64 = 12

  /// Creates the state with the given `bits`.
  package init(bits: UInt64) {
    stage = Stage(rawValue: UInt16(truncatingIfNeeded: bits & 7)) ?? .reserved
    ending = Ending(rawValue: UInt16(truncatingIfNeeded: bits >> 3 & 7))
    isCopied = bits & 0x40 != 0
    hostKnows = bits & 0x80 != 0
    owesNotification = bits & 0x100 != 0
    holdsHandler = bits & 0x200 != 0
    isQueued = bits & 0x400 != 0
    isStream = bits & 0x800 != 0
  }

  /// The state as twelve bits; 0 for a new call.
  package var bits: UInt64 {
    UInt64(stage.rawValue) | UInt64(ending?.rawValue ?? 0) << 3 | (isCopied ? 0x40 : 0) | (hostKnows ? 0x80 : 0)
      | (owesNotification ? 0x100 : 0) | (holdsHandler ? 0x200 : 0) | (isQueued ? 0x400 : 0)
      | (isStream ? 0x800 : 0)
  }

  /// The states of the fast path: constants that ``CallSlot`` compares and swaps, since decoding a state at each step
  /// would cost more than the rest of the call.
  ///
  ///     reserved ──► invoking ──► claimed ──► answered ──► the slot is freed
  ///
  /// `CallStateMachineTests` derives each constant from the machine's events, and checks that no other thread's event
  /// changes the last state, so the caller can free the slot without another step.
  package enum FastPath {
    package static let reserved: UInt64 = 0
    package static let invoking: UInt64 = 0x201
    package static let invokingQueued: UInt64 = 0x601
    package static let invokingStream: UInt64 = 0xA01
    package static let invokingQueuedStream: UInt64 = 0xE01
    package static let waitingStream: UInt64 = 0xA02
    package static let claimed: UInt64 = 0x209
    package static let answered: UInt64 = 0x249
    // The same states for a caller that waits; in the last, the handler is returned and the caller must be notified.
    package static let waiting: UInt64 = 0x202
    package static let claimedWaiting: UInt64 = 0x20A
    package static let answeredWaiting: UInt64 = 0x04A
  }
}
