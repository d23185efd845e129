import HostBridgeCore
@testable import HostCallTesting
import Testing

@Suite("What became of an answer")
struct AnswerStatusTests {
  @Test(
    "it is what the C function returned, in Swift's words",
    arguments: [
      (.ok, .accepted), (.unknownCall, .late), (.resourceExhausted, .tooLarge), (.closed, .closed),
      (.invalidBridge, .closed),
    ] as [(Status, AnswerStatus)])
  func mapping(status: Status, result: AnswerStatus) {
    #expect(AnswerStatus(status) == result)
  }
}
