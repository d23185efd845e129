/// The state of one call to the host, as a pure value of eight bits: each event returns what is to be done about it,
/// and doing it is somebody else's job.
///
/// Two things happen side by side. The call's *stage* follows its caller:
///
///     reserved ──startInvoking──► invoking ──suspend──► suspended ──leave──► left
///         └──────────────────────────┴──────────────leave───────────────────►
///
/// and its *ending* comes once, in any stage, from any thread:
///
///     none ──end──► answered | cancelled | expired | closed
///
/// An answer ends the call in two steps: `end` claims it, so that no other ending counts any more, and `finishAnswer`
/// says that its bytes have been copied.
///
/// Invariants:
/// - The first ending stands; every other event of that kind is refused. An answer before `invoke` has started is
///   refused too: its ID must have been guessed.
/// - The caller is resumed only if it had suspended: once, by the loop or by the task that answered. In every other
///   stage it finds the ending itself.
/// - The host is told of an ending that is not its answer at most once, after the caller has been resumed, after
///   `invoke` has returned, not if `invoke` never started, and not if its answer came meanwhile.
/// - The call is forgotten once: by its caller, when that leaves, or by the loop, if that still had the host to tell.
package struct CallStateMachine: Hashable, Sendable {
  /// How far the caller has come.
  package enum Stage: UInt8, Hashable, Sendable {
    case reserved, invoking, suspended, left
  }

  /// How the call ended; `closed` is the bridge itself ending it: it closes, or has no handler to invoke.
  package enum Ending: UInt8, Hashable, Sendable {
    case answered = 1
    case cancelled, expired, closed
  }

  /// What is to be done about an ending.
  package enum EndAction: Hashable, Sendable {
    /// The call has ended already, or can't be answered yet.
    case refuse
    /// The answer is taken: copy it, then ``CallStateMachine/finishAnswer()``.
    case copyAnswer
    /// The caller has not suspended, and finds the ending itself.
    case leaveToCaller
    /// The loop resumes the caller, and tells the host.
    case resumeAndTellHost
  }

  /// What is to be done about an answer that has been copied.
  package enum AnswerAction: Hashable, Sendable {
    /// The caller has not suspended, and finds the answer itself.
    case leaveToCaller
    /// The caller is to be resumed: by the loop, or by who answered, if that is a task.
    case resume
  }

  /// What becomes of a call whose caller has taken its outcome.
  package enum LeaveAction: Hashable, Sendable {
    /// Everybody is done with it.
    case forget
    /// The loop tells the host, and forgets the call then.
    case tellHost
    /// The loop is at it, and forgets the call then.
    case leaveToLoop
  }

  package private(set) var stage = Stage.reserved
  package private(set) var ending: Ending?
  /// Whether the answer that ended the call has been copied.
  private var answerIsCopied = false
  /// Whether there is nothing to tell the host: it has been told, or its answer came.
  private var hostKnows = false
  /// Whether the loop has the call to work on, so that it must not be forgotten.
  private var loopHolds = false

  package init() {}

  /// Whether the outcome is there to be taken.
  package var isDecided: Bool { ending != nil && (ending != .answered || answerIsCopied) }

  /// Whether the host's functions may run for the call, or it may be answered.
  package var isInvoked: Bool { stage != .reserved }

  // MARK: The caller's events

  /// The caller is about to call `invoke`; false if the call has ended, so that it must not.
  package mutating func startInvoking() -> Bool {
    guard stage == .reserved, ending == nil else { return false }
    stage = .invoking
    return true
  }

  /// The caller does not call `invoke` after all.
  package mutating func stopInvoking() {
    if stage == .invoking { stage = .reserved }
  }

  /// The caller is about to suspend, after `invoke` has returned; false if the call is decided, so that it must not.
  package mutating func suspend() -> Bool {
    guard stage == .invoking, !isDecided else { return false }
    stage = .suspended
    return true
  }

  /// The caller has taken the outcome, and does not look at the call again.
  package mutating func leave() -> LeaveAction {
    let before = stage
    stage = .left
    if loopHolds { return .leaveToLoop }
    guard before == .invoking, ending != .answered, !hostKnows else { return .forget }
    loopHolds = true
    return .tellHost
  }

  // MARK: Anybody's

  /// The call ends.
  package mutating func end(_ ending: Ending) -> EndAction {
    guard self.ending == nil else {
      if ending == .answered, self.ending != .answered { hostKnows = true }
      return .refuse
    }
    if ending == .answered, stage == .reserved { return .refuse }
    self.ending = ending
    if ending == .answered { return .copyAnswer }
    guard stage == .suspended else { return .leaveToCaller }
    loopHolds = true
    return .resumeAndTellHost
  }

  /// The answer that was taken has been copied.
  package mutating func finishAnswer() -> AnswerAction {
    answerIsCopied = true
    return stage == .suspended ? .resume : .leaveToCaller
  }

  // MARK: The loop's

  /// The loop is about to tell the host that nobody waits any more; false if that is not to be done.
  package mutating func claimTelling() -> Bool {
    guard loopHolds, !hostKnows else { return false }
    hostKnows = true
    return true
  }

  /// The loop is done with the call; true if the caller is too, so that it is forgotten now.
  package mutating func release() -> Bool {
    loopHolds = false
    return stage == .left
  }
}

// MARK: - Eight bits

extension CallStateMachine {
  //   bit 7         6           5               4 3 2     1 0
  //     loopHolds   hostKnows   answerIsCopied  ending    stage

  /// The state that has these `bits`.
  package init(bits: UInt8) {
    stage = Stage(rawValue: bits & 3) ?? .reserved
    ending = Ending(rawValue: bits >> 2 & 7)
    answerIsCopied = bits & 0x20 != 0
    hostKnows = bits & 0x40 != 0
    loopHolds = bits & 0x80 != 0
  }

  /// The state in eight bits; that of a new call is 0.
  package var bits: UInt8 {
    stage.rawValue | (ending?.rawValue ?? 0) << 2 | (answerIsCopied ? 0x20 : 0) | (hostKnows ? 0x40 : 0)
      | (loopHolds ? 0x80 : 0)
  }
}
