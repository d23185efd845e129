internal import HostBridgeCore
internal import Testing

/// Records problems as issues of the running test, which continues.
enum TestIssue {
  /// Records an error in the running test.
  ///
  /// - Throws: The error, if no framework can record it.
  static func record(_ error: any Error, at site: CallSite) throws {
    let location = SourceLocation(
      fileID: site.fileID, filePath: site.filePath, line: site.line, column: max(site.column, 1))
    if Test.current != nil {
      Issue.record(error, sourceLocation: location)
      return
    }
    // Either an XCTest test, or a task detached from its Swift Testing test: one of the two frameworks records it.
    let isKnownToXCTest = XCTestFailure.record("\(error)", at: site)
    Issue.record(error, sourceLocation: location)
    if !isKnownToXCTest { throw error }
  }
}
