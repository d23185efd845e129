// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore
internal import Testing

/// Records problems as issues of the running test, which continues.
enum TestIssue {
  /// Records an error in the running test.
  ///
  /// - Throws: The error, if no framework can record it.
  static func record(_ error: any Error, at location: TestLocation) throws {
    let sourceLocation = SourceLocation(
      fileID: location.fileID, filePath: location.filePath, line: location.line, column: max(location.column, 1))
    if Test.current != nil {
      Issue.record(error, sourceLocation: sourceLocation)
      return
    }
    // Either an XCTest test, or a task detached from its Swift Testing test: one of the two frameworks records it.
    let isKnownToXCTest = XCTestFailure.record("\(error)", at: location)
    Issue.record(error, sourceLocation: sourceLocation)
    if !isKnownToXCTest { throw error }
  }
}
