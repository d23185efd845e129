/// The state of one call to the host, as a pure value: each event returns what is to be done about it, and doing it is
/// somebody else's job.
///
/// Two things happen side by side. The call's *stage* follows its caller:
///
///     reserved ──startInvoking──► invoking ──finishInvoking──► invoked ──suspend──► suspended
///
/// and its *ending* comes once, in any stage, from any thread:
///
///     none ──end──► answered | cancelled | expired | closed
///
/// Invariants:
/// - The first ending stands; every other event of that kind is refused. An answer before `invoke` has started is
///   refused too: its ID must have been guessed.
/// - The caller is resumed by the loop only if it had suspended. In every other stage it finds the ending itself.
/// - The host is told of an ending that is not its answer at most once, after `invoke` has returned, not if `invoke`
///   never started, and not if its answer came meanwhile.
package struct CallStateMachine: Hashable, Sendable {
  /// How far the caller has come.
  package enum Stage: Hashable, Sendable {
    case reserved, invoking, invoked, suspended
  }

  /// How the call ended; `closed` is the bridge itself ending it: it closes, or has no handler to invoke.
  package enum Ending: Hashable, Sendable {
    case answered, cancelled, expired, closed
  }

  /// What is to be done about an ending.
  package enum EndAction: Hashable, Sendable {
    /// The call has ended already, or can't be answered yet.
    case refuse
    /// Nothing more: the caller finds the ending itself, and the host has nothing to be told.
    case forget
    /// The caller is inside `invoke`, and finds the ending when that returns.
    case leaveToCaller
    /// The loop tells the host.
    case tellHost
    /// The loop resumes the caller.
    case resume
    /// The loop resumes the caller, then tells the host.
    case resumeAndTellHost
  }

  /// What the caller does after `invoke` has returned.
  package enum InvokedAction: Hashable, Sendable {
    /// There is no ending yet: suspend.
    case suspend
    /// The call has ended and is done with.
    case forget
    /// The call has ended without an answer, and the loop is to tell the host.
    case tellHost
  }

  package private(set) var stage = Stage.reserved
  package private(set) var ending: Ending?
  private var hostMayBeTold = true

  package init() {}

  /// The caller is about to call `invoke`; false if the call has ended, so that it must not.
  package mutating func startInvoking() -> Bool {
    guard stage == .reserved, ending == nil else { return false }
    stage = .invoking
    return true
  }

  /// `invoke` has returned.
  package mutating func finishInvoking() -> InvokedAction {
    stage = .invoked
    switch ending {
    case nil: return .suspend
    case .answered: return .forget
    case .cancelled, .expired, .closed: return hostMayBeTold ? .tellHost : .forget
    }
  }

  /// The caller is about to suspend; false if the call has ended meanwhile, so that it must not.
  package mutating func suspend() -> Bool {
    guard stage == .invoked, ending == nil else { return false }
    stage = .suspended
    return true
  }

  /// The call ends.
  package mutating func end(_ ending: Ending) -> EndAction {
    guard self.ending == nil else {
      if ending == .answered { hostMayBeTold = false }
      return .refuse
    }
    if ending == .answered, stage == .reserved { return .refuse }
    self.ending = ending
    switch stage {
    case .reserved: return .forget
    case .invoking: return .leaveToCaller
    case .invoked: return ending == .answered ? .forget : .tellHost
    case .suspended: return ending == .answered ? .resume : .resumeAndTellHost
    }
  }

  /// The loop is about to tell the host that nobody waits any more; false if that is not to be done.
  package mutating func claimTelling() -> Bool {
    defer { hostMayBeTold = false }
    return hostMayBeTold && ending != nil && ending != .answered && (stage == .invoked || stage == .suspended)
  }
}
