// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore
public import HostCall

/// Checks that the schema of a call or a stream matches a file: `Fixtures/fetch_profile.schema` beside the test's
/// source.
///
///     @Test func calls() throws {
///       try expectSchema(FetchProfile.self, "fetch_profile")
///     }
///
/// The bytes pinned by ``expectFixture(_:_:in:record:testFile:fileID:line:column:)`` do not change when an optional
/// field is added; the schema does. This check also reveals types whose schema takes long to compute, that trap on
/// made-up values, or that have gaps.
///
/// The file has a line for each part of the call. Issues and recording work as for fixtures.
///
/// - Parameters:
///   - type: The type of the call.
///   - name: The file's name without `.schema`; a slash separates a subfolder.
///   - wireFormat: The wire format of the bridge's configuration.
///   - folder: The folder of the files, relative to the folder of the test's source, or an absolute path.
///   - recording: Whether to write the file; by default `HOSTCALL_RECORD_FIXTURES` in the environment decides.
///   - testFile: The path of the test's source.
///   - fileID: The module and file of the test.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: ``FixtureError``, only if the process contains neither framework.
public func expectSchema<C: HostRequest>(
  _ type: C.Type, _ name: String, wireFormat: WireFormat = .automatic, in folder: String = "Fixtures",
  record recording: FixtureRecording = .environment, testFile: String = #filePath, fileID: String = #fileID,
  line: Int = #line, column: Int = #column
) throws {
  let location = TestLocation(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: location) {
    let fixture = try SchemaFixture(name: name, folder: folder, location: location, recording: recording)
    try fixture.expect(HostCallSchema(type, wireFormat: wireFormat))
  }
}

/// Checks that the schema of an event matches a file, as for a call.
///
///     try expectSchema(ThemeChanged.self, "theme_changed")
///
/// - Parameters:
///   - type: The type of the event.
///   - name: The file's name without `.schema`; a slash separates a subfolder.
///   - folder: The folder of the files, as for a call.
///   - recording: Whether to write the file, as for a call.
///   - testFile: The path of the test's source.
///   - fileID: The module and file of the test.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: ``FixtureError``, only if the process contains neither framework.
public func expectSchema<E: HostEvent>(
  _ type: E.Type, _ name: String, in folder: String = "Fixtures", record recording: FixtureRecording = .environment,
  testFile: String = #filePath, fileID: String = #fileID, line: Int = #line, column: Int = #column
) throws {
  let location = TestLocation(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: location) {
    let fixture = try SchemaFixture(name: name, folder: folder, location: location, recording: recording)
    try fixture.expect(HostCallSchema(type))
  }
}
