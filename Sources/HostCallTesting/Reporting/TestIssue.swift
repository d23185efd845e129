internal import HostBridgeCore
internal import Testing

/// What is wrong in a test, told to the framework that runs it, at the line that found it: the test goes on.
enum TestIssue {
  /// Records an error in the test that runs.
  ///
  /// - Throws: The error, where no framework is there to record it.
  static func record(_ error: any Error, at site: CallSite) throws {
    let location = SourceLocation(
      fileID: site.fileID, filePath: site.filePath, line: site.line, column: max(site.column, 1))
    if Test.current != nil {
      Issue.record(error, sourceLocation: location)
      return
    }
    // A test of XCTest, or a task that has left its test of Swift Testing: of the two, one takes it.
    let isKnownToXCTest = XCTestFailure.record("\(error)", at: site)
    Issue.record(error, sourceLocation: location)
    if !isKnownToXCTest { throw error }
  }
}
