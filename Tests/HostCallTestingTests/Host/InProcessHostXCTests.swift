import HostCall
import HostCallTesting
import XCTest

/// The host for tests in XCTest.
final class InProcessHostXCTests: XCTestCase {
  func testADeadlinePassesWhenTheClockIsMoved() async throws {
    let host = InProcessHost()
    try host.neverAnswer(Add.self)
    let call = Task { try await host.bridge.call(Add(left: 1, right: 2), timeout: .seconds(2)) }
    try await host.received(1, of: Add.self)
    await host.advance(by: .seconds(2))
    do {
      _ = try await call.value
      XCTFail("the call was not answered")
    } catch let error as HostCallError<AddFailure> {
      XCTAssertEqual(error.code, .deadlineExceeded)
    }
    await host.close()
  }
}
