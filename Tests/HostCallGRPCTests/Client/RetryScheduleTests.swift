#if GRPC
  import HostBridgeCore
  import Testing

  @testable import HostCallGRPC

  @Suite("The attempts at a call")
  struct RetryScheduleTests {
    private let lost = AttemptFailure(BridgeError(code: .unavailable, message: "lost"))
    private let passing = AttemptFailure(BridgeError(code: .unavailable, message: "not sent"), isTransient: true)

    @Test("are as many as there may be, after pauses that grow to a second")
    func count() {
      var schedule = RetrySchedule(5)
      let pauses = (0..<5).map { _ in schedule.next(after: lost) }
      for (pause, longest) in zip(pauses, [50, 100, 200, 400]) {
        #expect(pause.map { (.milliseconds(longest / 2)...Duration.milliseconds(longest)).contains($0) } == true)
      }
      #expect(pauses.last == .some(nil))
    }

    @Test("at which nothing was sent are further ones, eight in a quarter of a second, also where there is one")
    func passingFailures() {
      var schedule = RetrySchedule(1)
      let pauses = (0..<8).compactMap { _ in schedule.next(after: passing) }
      #expect(pauses.count == 8 && pauses.reduce(.zero, +) <= .milliseconds(255))
      #expect(schedule.next(after: passing) == nil && schedule.next(after: lost) == nil)
    }
  }
#endif
