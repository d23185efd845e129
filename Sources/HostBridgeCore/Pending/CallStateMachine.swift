/// The state of one call to the host, as a pure value of ten bits: each event returns what is to be done about it, and
/// the bridge does it after the state has changed.
///
/// Two things happen side by side. The call's *stage* follows its caller:
///
///     reserved ──startInvoking──► invoking ──startWaiting──► waiting ──┐
///         │                          └──────────return─────► returned ─┴─leave──► left
///         └──────────────────────────────────leave──────────────────────────────►
///
/// and its *ending* comes once, from any thread:
///
///     none ──claim──► answered | failed ──finish──► decided       an ending with bytes, which are copied in between
///     none ──end──► cancelled | expired | closed                  decided at once
///
/// Invariants, which `CallStateMachineTests` checks over every interleaving:
/// - The first ending stands. An answer before `invoke` has started is refused: the host was not given its ID.
/// - The place among the calls in flight is given back once, when the call is decided.
/// - The caller is told once, and only if it waits: so it never finds its call decided while another thread still looks at
///   the slot.
/// - The host is told that a call was given up at most once, after `invoke` has returned, not if `invoke` never started,
///   and not if the host has answered, however late.
/// - The handler is used from `startInvoking` until the state says that it is given back, and not afterwards: so never
///   while Swift code of the caller's runs. A caller that waits gives nothing back itself, as its task may be held up
///   before it suspends, by its cancellation handlers.
/// - The slot is freed once, when the caller has left it and the host has been told.
package struct CallStateMachine: Hashable, Sendable {
  /// How far the caller has come.
  package enum Stage: UInt16, Hashable, Sendable, CaseIterable {
    /// It has the slot, and looks for its handler.
    case reserved
    /// It is inside `invoke`, or on its way from there.
    case invoking
    /// It is to be told of the outcome: its task suspends, unless that has happened by then.
    case waiting
    /// It has found the call decided after `invoke`, and takes the outcome.
    case returned
    /// It does not look at the call again.
    case left
  }

  /// How the call ended.
  package enum Ending: UInt16, Hashable, Sendable, CaseIterable {
    /// The host answered.
    case answered = 1
    /// All pending calls were failed, by the core or the host.
    case failed
    /// The caller's task was cancelled.
    case cancelled
    /// The deadline passed.
    case expired
    /// The bridge was closed, or refused the call itself.
    case closed

    /// Whether bytes belong to it, so that it is claimed first and finished when they are copied.
    var hasBytes: Bool { self == .answered || self == .failed }
  }

  /// What is to be done about an ending.
  ///
  /// In this order, as the caller may free the slot when it has been told.
  package struct EndAction: Hashable, Sendable {
    /// The ending stands; otherwise nothing is to be done.
    package var stands = false
    /// The bytes are to be copied, then ``CallStateMachine/finish()``; nothing else yet.
    package var copiesBytes = false
    /// The call's place among those in flight is free.
    package var freesPlace = false
    /// The host's functions are not needed any more: the handler is given back.
    package var returnsHandler = false
    /// The host is to be told, if it has a `cancel`; then the handler is given back.
    package var tellsHost = false
    /// The caller waits, and is to be told: resumed, if its task has suspended.
    package var tellsCaller = false

    package init(
      stands: Bool = false, copiesBytes: Bool = false, freesPlace: Bool = false, returnsHandler: Bool = false,
      tellsCaller: Bool = false
    ) {
      self.stands = stands
      self.copiesBytes = copiesBytes
      self.freesPlace = freesPlace
      self.returnsHandler = returnsHandler
      self.tellsCaller = tellsCaller
    }
  }

  /// What a caller does that comes back from `invoke`.
  package enum ReturnAction: Hashable, Sendable {
    /// The call is not decided: wait.
    case wait
    /// Give the handler back, and take the outcome.
    case returnHandler
    /// Have the host told, and take the outcome.
    case tellHost
  }

  /// What becomes of the slot of a call whose caller has taken the outcome.
  package enum LeaveAction: Hashable, Sendable {
    case free
    /// The thread for callbacks has it, and frees it when the host has been told.
    case leaveToNotice
  }

  package private(set) var stage = Stage.reserved
  package private(set) var ending: Ending?
  /// Whether the bytes of the ending have been copied.
  private var isCopied = false
  /// Whether the host need not be told: it has answered, or has been told.
  private var hostKnows = false
  /// Whether the thread for callbacks has the call, to tell the host.
  package private(set) var hasNotice = false
  /// Whether the handler may be used for the call.
  package private(set) var holdsHandler = false

  package init() {}

  /// Whether the outcome is there to be taken.
  package var isDecided: Bool { ending.map { !$0.hasBytes || isCopied } ?? false }

  /// Whether the host has been given the call's ID.
  package var isInvoked: Bool { stage != .reserved }

  // MARK: The caller's events

  /// The caller is about to call `invoke`; false if the call has ended, so that it must not.
  package mutating func startInvoking() -> Bool {
    guard stage == .reserved, ending == nil else { return false }
    stage = .invoking
    holdsHandler = true
    return true
  }

  /// The caller begins to wait, after `invoke` has returned; false if the call is decided, so that it must not.
  package mutating func startWaiting() -> Bool {
    guard stage == .invoking, !isDecided else { return false }
    stage = .waiting
    return true
  }

  /// The caller looks, after `invoke` has returned, whether the call is decided.
  package mutating func returnFromInvoke() -> ReturnAction {
    guard isDecided else { return .wait }
    stage = .returned
    if ending == .answered || hostKnows {
      holdsHandler = false
      return .returnHandler
    }
    hasNotice = true
    return .tellHost
  }

  /// The caller has taken the outcome, and does not look at the call again.
  package mutating func leave() -> LeaveAction {
    stage = .left
    return hasNotice ? .leaveToNotice : .free
  }

  // MARK: Any thread's events

  /// The call ends: with bytes if ``Ending/hasBytes``, which the caller of this copies if the ending stands.
  package mutating func end(_ ending: Ending) -> EndAction {
    guard self.ending == nil else {
      // Too late, but telling the host would be too.
      if ending == .answered, self.ending != .answered { hostKnows = true }
      return EndAction()
    }
    if ending.hasBytes, stage == .reserved { return EndAction() }
    self.ending = ending
    if ending.hasBytes { return EndAction(stands: true, copiesBytes: true) }
    return decided()
  }

  /// The bytes of the ending that was claimed have been copied.
  package mutating func finish() -> EndAction {
    isCopied = true
    return decided()
  }

  private mutating func decided() -> EndAction {
    var action = EndAction(stands: true, freesPlace: true)
    // In every other stage the caller finds the ending itself.
    guard stage == .waiting else { return action }
    action.tellsCaller = true
    if ending == .answered || hostKnows {
      holdsHandler = false
      action.returnsHandler = true
    } else {
      hasNotice = true
      action.tellsHost = true
    }
    return action
  }

  // MARK: The events of the thread for callbacks

  /// The host is about to be told; false if that has become needless.
  package mutating func startNotice() -> Bool {
    guard hasNotice, holdsHandler, !hostKnows else { return false }
    hostKnows = true
    return true
  }

  /// The host has been told, or need not be, and the handler is given back.
  ///
  /// - Returns: Whether the caller has left, so that the slot is free.
  package mutating func finishNotice() -> Bool {
    hasNotice = false
    holdsHandler = false
    return stage == .left
  }
}

// MARK: - Ten bits

extension CallStateMachine {
  //   bit 9              8           7            6          5 4 3     2 1 0
  //     holdsHandler     hasNotice   hostKnows    isCopied   ending    stage

  /// How many bits a state has.
  package static let bitCount: UInt64 = 10

  /// The state that has these `bits`.
  package init(bits: UInt64) {
    stage = Stage(rawValue: UInt16(truncatingIfNeeded: bits & 7)) ?? .reserved
    ending = Ending(rawValue: UInt16(truncatingIfNeeded: bits >> 3 & 7))
    isCopied = bits & 0x40 != 0
    hostKnows = bits & 0x80 != 0
    hasNotice = bits & 0x100 != 0
    holdsHandler = bits & 0x200 != 0
  }

  /// The state in ten bits; that of a new call is 0.
  package var bits: UInt64 {
    UInt64(stage.rawValue) | UInt64(ending?.rawValue ?? 0) << 3 | (isCopied ? 0x40 : 0) | (hostKnows ? 0x80 : 0)
      | (hasNotice ? 0x100 : 0) | (holdsHandler ? 0x200 : 0)
  }

  /// States of the usual call, which is answered inside `invoke`: constants that ``CallSlot`` compares and swaps, as
  /// taking a state apart at each step would cost more than the rest of the call.
  ///
  ///     reserved ──► invoking ──► claimed ──► answered ──► the slot is freed
  ///
  /// `CallStateMachineTests` derives each from the machine's events, and checks that no other thread's event changes the
  /// last: so the caller needs no step between it and freeing the slot.
  package enum Usual {
    package static let reserved: UInt64 = 0
    package static let invoking: UInt64 = 0x201
    package static let claimed: UInt64 = 0x209
    package static let answered: UInt64 = 0x249
    // The same while the caller waits; from the last on the handler is given back, and the caller to be told.
    package static let waiting: UInt64 = 0x202
    package static let claimedWaiting: UInt64 = 0x20A
    package static let answeredWaiting: UInt64 = 0x04A
  }
}
