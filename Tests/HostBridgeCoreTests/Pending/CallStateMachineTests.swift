import HostBridgeCore
import Testing

@Suite("The state of one call")
struct CallStateMachineTests {
  typealias Machine = CallStateMachine

  private static let givenUp: [Machine.Ending] = [.cancelled, .expired, .closed]

  /// A call whose caller has come to `stage`.
  private func machine(_ stage: Machine.Stage) -> Machine {
    var machine = Machine()
    if stage == .reserved { return machine }
    #expect(machine.startInvoking() == true)
    if stage == .invoking { return machine }
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

  @Test("an answer inside invoke is left to the caller, who leaves the call without suspending")
  func answerInsideInvoke() {
    var machine = machine(.invoking)
    #expect(machine.end(.answered) == .copyAnswer)
    #expect(!machine.isDecided)
    #expect(machine.finishAnswer() == .leaveToCaller)
    #expect(machine.isDecided)
    #expect(machine.suspend() == false)
    #expect(machine.leave() == .forget)
  }

  @Test("a caller may suspend while its answer is being copied, and is resumed when that is done")
  func suspendingDuringCopy() {
    var machine = machine(.invoking)
    #expect(machine.end(.answered) == .copyAnswer)
    #expect(machine.suspend() == true)
    #expect(!machine.isDecided)
    #expect(machine.finishAnswer() == .resume)
    #expect(machine.isDecided)
    #expect(machine.leave() == .forget)
  }

  @Test("an answer to a suspended caller resumes it")
  func answerToSuspended() {
    var machine = machine(.suspended)
    #expect(machine.end(.answered) == .copyAnswer)
    #expect(machine.ending == .answered)
    #expect(machine.finishAnswer() == .resume)
    #expect(machine.claimTelling() == false)
    #expect(machine.leave() == .forget)
  }

  @Test(
    "a second answer is refused in every stage, also while the first is being copied",
    arguments: [Machine.Stage.invoking, .suspended])
  func secondAnswer(stage: Machine.Stage) {
    var machine = machine(stage)
    #expect(machine.end(.answered) == .copyAnswer)
    #expect(machine.end(.answered) == .refuse)
    _ = machine.finishAnswer()
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.ending == .answered)
    #expect(machine.leave() == .forget)
    #expect(machine.end(.answered) == .refuse)
  }

  @Test("a call that ends before invoke is never invoked, and its host is not told", arguments: givenUp)
  func endsBeforeInvoke(ending: Machine.Ending) {
    var machine = machine(.reserved)
    #expect(machine.end(ending) == .leaveToCaller)
    #expect(machine.isDecided)
    #expect(machine.startInvoking() == false)
    #expect(machine.leave() == .forget)
    #expect(machine.claimTelling() == false)
  }

  @Test("a call that stops before it invokes is as one that never started", arguments: givenUp)
  func stopsInvoking(ending: Machine.Ending) {
    var machine = machine(.invoking)
    machine.stopInvoking()
    #expect(!machine.isInvoked)
    #expect(machine.end(.answered) == .refuse)
    var again = machine
    #expect(again.startInvoking() == true)
    #expect(machine.end(ending) == .leaveToCaller)
    #expect(machine.leave() == .forget)
  }

  @Test(
    "a call that ends inside invoke is told to its host once, after invoke has returned and the caller has left",
    arguments: givenUp)
  func endsInsideInvoke(ending: Machine.Ending) {
    var machine = machine(.invoking)
    #expect(machine.end(ending) == .leaveToCaller)
    #expect(machine.suspend() == false)
    #expect(machine.leave() == .tellHost)
    #expect(machine.claimTelling() == true)
    #expect(machine.claimTelling() == false)
    #expect(machine.release() == true)
  }

  @Test("a suspended call that ends is resumed first, then told to its host", arguments: givenUp)
  func endsSuspended(ending: Machine.Ending) {
    var machine = machine(.suspended)
    #expect(machine.end(ending) == .resumeAndTellHost)
    #expect(machine.isDecided)
    #expect(machine.claimTelling() == true)
    #expect(machine.claimTelling() == false)
  }

  @Test("of the loop and the caller, whoever is done last forgets the call", arguments: [true, false])
  func forgottenOnce(callerFirst: Bool) {
    var machine = machine(.suspended)
    #expect(machine.end(.cancelled) == .resumeAndTellHost)
    if callerFirst {
      #expect(machine.leave() == .leaveToLoop)
      #expect(machine.claimTelling() == true)
      #expect(machine.release() == true)
    } else {
      #expect(machine.claimTelling() == true)
      #expect(machine.release() == false)
      #expect(machine.leave() == .forget)
    }
  }

  @Test("a late answer before the host was told makes telling it needless")
  func lateAnswerBeforeTelling() {
    var machine = machine(.suspended)
    #expect(machine.end(.expired) == .resumeAndTellHost)
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.claimTelling() == false)
    #expect(machine.release() == false)
    #expect(machine.leave() == .forget)
  }

  @Test("a late answer inside invoke makes telling the host needless")
  func lateAnswerInsideInvoke() {
    var machine = machine(.invoking)
    #expect(machine.end(.cancelled) == .leaveToCaller)
    #expect(machine.end(.answered) == .refuse)
    #expect(machine.leave() == .forget)
  }

  @Test("of an answer and what gives the call up, the first stands, also while it is being copied", arguments: givenUp)
  func againstAnswer(ending: Machine.Ending) {
    var answered = machine(.suspended)
    #expect(answered.end(.answered) == .copyAnswer)
    #expect(answered.end(ending) == .refuse)
    #expect(answered.finishAnswer() == .resume)
    #expect(answered.end(ending) == .refuse)
    #expect(answered.ending == .answered)

    var givenUp = machine(.suspended)
    #expect(givenUp.end(ending) == .resumeAndTellHost)
    #expect(givenUp.end(.answered) == .refuse)
    #expect(givenUp.ending == ending)
  }

  @Test("a cancelled call that the bridge then closes is told once")
  func cancelledThenClosed() {
    var machine = machine(.suspended)
    #expect(machine.end(.cancelled) == .resumeAndTellHost)
    #expect(machine.end(.closed) == .refuse)
    #expect(machine.claimTelling() == true)
    #expect(machine.claimTelling() == false)
  }

  @Test("every state that can be reached is the same after its way through eight bits")
  func bits() {
    var seen: Set<Machine> = []
    var open = [Machine()]
    while let machine = open.popLast() {
      guard seen.insert(machine).inserted else { continue }
      #expect(Machine(bits: machine.bits) == machine)
      let events: [(inout Machine) -> Void] = [
        { _ = $0.startInvoking() }, { $0.stopInvoking() }, { _ = $0.suspend() }, { _ = $0.end(.answered) },
        { _ = $0.end(.cancelled) }, { _ = $0.end(.expired) }, { _ = $0.end(.closed) }, { _ = $0.claimTelling() },
        { if $0.isDecided, $0.stage != .left { _ = $0.leave() } },
        { if $0.ending == .answered, !$0.isDecided { _ = $0.finishAnswer() } },
      ]
      for event in events {
        var next = machine
        event(&next)
        open.append(next)
      }
    }
    #expect(Machine().bits == 0)
    #expect(seen.count > 20)
    #expect(Set(seen.map(\.bits)).count == seen.count)
  }
}
