// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import XCTest

@testable import HostCallTesting

/// Tests that `expectFixture` and `expectSchema` record their errors as XCTest failures.
final class ExpectFixtureXCTests: XCTestCase {
  private struct Failure: Equatable {
    let message: String
    let file: String
    let line: Int
  }

  private var isExpectingFailures = false
  private var failures: [Failure] = []

  override func recordFailure(
    withDescription description: String, inFile filePath: String, atLine lineNumber: Int, expected: Bool
  ) {
    guard isExpectingFailures else {
      return super.recordFailure(
        withDescription: description, inFile: filePath, atLine: lineNumber, expected: expected)
    }
    failures.append(Failure(message: description, file: filePath, line: lineNumber))
  }

  func testAnErrorIsAFailureAtTheLineOfItsCallAndTheTestContinues() throws {
    try TestFolder.with { folder in
      let place = folder.url.path(percentEncoded: false)
      isExpectingFailures = true
      try expectFixture(1, "a", in: place, record: .none)
      try expectFixture("ä", "b", in: place, record: .missing)
      try expectSchema(Add.self, "c", in: place, record: .missing)
      isExpectingFailures = false
      let line = #line - 4
      XCTAssertEqual(failures.map(\.line), [line, line + 1, line + 2])
      XCTAssertTrue(failures.allSatisfy { $0.file == #filePath })
      XCTAssertTrue(failures.first?.message.contains("there is no fixture \(place)/a.cbor") == true)
      XCTAssertTrue(failures.last?.message.contains("c.schema was written: it was missing") == true)
      try expectFixture("ä", "b", in: place, record: .none)
    }
  }
}
