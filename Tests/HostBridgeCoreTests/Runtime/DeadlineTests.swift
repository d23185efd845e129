import HostBridgeCore
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  @Test(
    "a timeout that is past counting never comes",
    arguments: [.seconds(UInt64.max), .seconds(Int64.max), .milliseconds(UInt64.max)] as [Duration])
  func never(timeout: Duration) {
    #expect(Deadline(after: timeout, from: .now) == .never)
    #expect(Deadline(after: timeout, from: .now).remaining(at: .now) == .max)
  }

  @Test("a timeout of zero or less is over at once", arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
  func past(timeout: Duration) {
    let deadline = Deadline(after: timeout, from: .now)
    #expect(deadline <= .now)
    #expect(deadline.remaining(at: .now) == 0)
  }

  @Test("what remains is what the timeout said, less what has passed")
  func remaining() {
    let deadline = Deadline(after: .nanoseconds(1000), from: Deadline(nanoseconds: 0))
    #expect(deadline.remaining(at: Deadline(nanoseconds: 400)) == 600)
    #expect(deadline.remaining(at: Deadline(nanoseconds: 1000)) == 0)
  }
}
