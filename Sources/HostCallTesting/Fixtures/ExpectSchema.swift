public import HostCall

/// Checks that the schema of a call is the one of a file: `Fixtures/fetch_profile.schema` beside the test's source.
///
///     @Test func calls() throws {
///       try expectSchema(FetchProfile.self, "fetch_profile")
///     }
///
/// Bytes that are pinned by ``expectFixture(_:_:in:record:testFile:fileID:line:column:)`` stay what they are when an
/// optional field is added; the schema does not. This is also where a type shows whose schema takes long to find, that
/// traps on made-up values, or that has gaps.
///
/// The file has a line for each place in the call. Issues and recording work as for fixtures.
///
/// - Parameters:
///   - type: The call.
///   - name: The file's name without `.schema`; a subfolder is separated by a slash.
///   - wireFormat: The wire format of the bridge's configuration.
///   - folder: The folder of the files, relative to that of the test's source, or an absolute path.
///   - recording: Whether the file is written; `HOSTCALL_RECORD_FIXTURES` in the environment decides unless it is
///     given.
///   - testFile: The file of the test.
///   - fileID: The file of the test, and its module.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: ``FixtureError``, only where neither framework is in the process.
public func expectSchema<C: HostCallable>(
  _ type: C.Type, _ name: String, wireFormat: WireFormat = .automatic, in folder: String = "Fixtures",
  record recording: FixtureRecording = .environment, testFile: String = #filePath, fileID: String = #fileID,
  line: Int = #line,
  column: Int = #column
) throws {
  let site = CallSite(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: site) {
    let fixture = try SchemaFixture(name: name, folder: folder, site: site, recording: recording)
    try fixture.expect(HostCallSchema(type, wireFormat: wireFormat))
  }
}
