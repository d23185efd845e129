// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import XCTest

/// Tests that `InProcessHost` works in XCTest.
final class InProcessHostXCTests: XCTestCase {
  func testADeadlinePassesWhenTheClockIsAdvanced() async throws {
    let host = InProcessHost()
    try host.neverAnswer(Add.self)
    let call = Task { try await host.bridge.call(Add(left: 1, right: 2), timeout: .seconds(2)) }
    try await host.received(1, of: Add.self)
    await host.advance(by: .seconds(2))
    do {
      _ = try await call.value
      XCTFail("expected the call to fail")
    } catch let error as HostCallError<AddFailure> {
      XCTAssertEqual(error.code, .deadlineExceeded)
    }
    await host.close()
  }
}
