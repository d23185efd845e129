import HostBridgeCore
import Testing

@Suite("The state of one call")
struct CallStateMachineTests {
  typealias Machine = CallStateMachine

  /// A call whose caller has come to `stage`.
  private func machine(_ stage: Machine.Stage) -> Machine {
    var machine = Machine()
    if stage == .reserved { return machine }
    #expect(machine.startInvoking() == true)
    if stage == .invoking { return machine }
    #expect(machine.finishInvoking() == .suspend)
    if stage == .invoked { return machine }
    #expect(machine.suspend() == true)
    return machine
  }

  @Test("an answer before invoke has started is refused, and the call goes on")
  func answerToReserved() {
    var machine = machine(.reserved)
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.ending == nil)
    #expect(machine.startInvoking() == true)
  }

  @Test("an answer inside invoke is left to the caller, who forgets the call without suspending")
  func answerInsideInvoke() {
    var machine = machine(.invoking)
    #expect(machine.end(.answered) == .leaveToCaller)
    #expect(machine.finishInvoking() == .forget)
    #expect(machine.suspend() == false)
  }

  @Test("an answer between invoke and suspending stops the caller from suspending")
  func answerBeforeSuspending() {
    var machine = machine(.invoked)
    #expect(machine.end(.answered) == .forget)
    #expect(machine.suspend() == false)
  }

  @Test("an answer to a suspended caller resumes it")
  func answerToSuspended() {
    var machine = machine(.suspended)
    #expect(machine.end(.answered) == .resume)
    #expect(machine.ending == .answered)
    #expect(machine.claimTelling() == false)
  }

  @Test("a second answer is refused in every stage", arguments: [Machine.Stage.invoking, .invoked, .suspended])
  func secondAnswer(stage: Machine.Stage) {
    var machine = machine(stage)
    #expect(machine.end(.answered) != .refuse)
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.ending == .answered)
  }

  @Test(
    "a call that ends before invoke is never invoked, and its host is not told",
    arguments: [Machine.Ending.cancelled, .expired, .closed])
  func endsBeforeInvoke(ending: Machine.Ending) {
    var machine = machine(.reserved)
    #expect(machine.end(ending) == .forget)
    #expect(machine.startInvoking() == false)
    #expect(machine.claimTelling() == false)
  }

  @Test(
    "a call that ends inside invoke is told to its host once, after invoke has returned",
    arguments: [Machine.Ending.cancelled, .expired, .closed])
  func endsInsideInvoke(ending: Machine.Ending) {
    var machine = machine(.invoking)
    #expect(machine.end(ending) == .leaveToCaller)
    #expect(machine.finishInvoking() == .tellHost)
    #expect(machine.claimTelling() == true)
    #expect(machine.claimTelling() == false)
  }

  @Test(
    "a call that ends between invoke and suspending is told to its host",
    arguments: [Machine.Ending.cancelled, .expired, .closed])
  func endsBeforeSuspending(ending: Machine.Ending) {
    var machine = machine(.invoked)
    #expect(machine.end(ending) == .tellHost)
    #expect(machine.suspend() == false)
    #expect(machine.claimTelling() == true)
  }

  @Test(
    "a suspended call that ends is resumed first, then told to its host",
    arguments: [Machine.Ending.cancelled, .expired, .closed])
  func endsSuspended(ending: Machine.Ending) {
    var machine = machine(.suspended)
    #expect(machine.end(ending) == .resumeAndTellHost)
    #expect(machine.claimTelling() == true)
    #expect(machine.claimTelling() == false)
  }

  @Test("a late answer before the host was told makes telling it needless")
  func lateAnswerBeforeTelling() {
    var machine = machine(.suspended)
    #expect(machine.end(.expired) == .resumeAndTellHost)
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.claimTelling() == false)
  }

  @Test("a late answer inside invoke makes telling the host needless")
  func lateAnswerInsideInvoke() {
    var machine = machine(.invoking)
    #expect(machine.end(.cancelled) == .leaveToCaller)
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.finishInvoking() == .forget)
  }

  @Test("of a deadline and an answer the first stands")
  func deadlineAgainstAnswer() {
    var answered = machine(.suspended)
    #expect(answered.end(.answered) == .resume)
    #expect(answered.end(.expired) == .refuse)
    #expect(answered.ending == .answered)

    var expired = machine(.suspended)
    #expect(expired.end(.expired) == .resumeAndTellHost)
    #expect(expired.end(.answered) == .refuse)
    #expect(expired.ending == .expired)
  }

  @Test("a cancelled call that the bridge then closes is told once")
  func cancelledThenClosed() {
    var machine = machine(.suspended)
    #expect(machine.end(.cancelled) == .resumeAndTellHost)
    #expect(machine.end(.closed) == .refuse)
    #expect(machine.claimTelling() == true)
    #expect(machine.claimTelling() == false)
  }
}
