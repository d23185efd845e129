import HostBridgeCore
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  @Test(
    "no timeout, and one that is past counting, never come",
    arguments: [nil, .seconds(UInt64.max), .seconds(Int64.max), .milliseconds(UInt64.max)] as [Duration?])
  func never(timeout: Duration?) {
    #expect(Deadline(after: timeout) == .never)
    #expect(Deadline(after: timeout).remaining(at: .now) == .max)
  }

  @Test("a timeout of zero or less is over at once", arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
  func past(timeout: Duration) {
    let deadline = Deadline(after: timeout)
    #expect(deadline <= .now)
    #expect(deadline.remaining(at: .now) == 0)
  }

  @Test("what remains is what the timeout said, less what has passed")
  func remaining() {
    let deadline = Deadline(nanoseconds: 1000)
    #expect(deadline.remaining(at: Deadline(nanoseconds: 400)) == 600)
    #expect(deadline.remaining(at: Deadline(nanoseconds: 1000)) == 0)
    let minute = Deadline(after: .seconds(60)).remaining(at: .now)
    #expect(minute > 50_000_000_000 && minute <= 60_000_000_000)
  }
}
