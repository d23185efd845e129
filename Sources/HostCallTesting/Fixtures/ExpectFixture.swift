public import HostCall

/// Checks that a value encodes as the bytes of a golden file: `Fixtures/profile.basic.cbor` beside the test's source.
///
///     @Test func profile() throws {
///       try expectFixture(Profile(name: "Ada", tags: []), "profile.basic")
///     }
///
/// A difference is an issue of the running test, in Swift Testing or XCTest, at the line of the call, and the test goes
/// on. A file that is written is an issue too, so that no recording goes unnoticed; ``FixtureRecording`` says which
/// files are written. Beside each file is a text, `profile.basic.diag`, with the same value in diagnostic notation, for
/// reviews.
///
/// Dictionaries and sets are sorted by their bytes, at any depth of the value. An array keeps its order, also one that
/// was created from a set.
///
/// Thread safety: safe from any thread, for different fixtures.
///
/// - Parameters:
///   - value: What is encoded, as requests and responses are.
///   - name: The file's name without `.cbor`; a subfolder is separated by a slash.
///   - folder: The folder of the files, relative to that of the test's source: `Fixtures`, unless the tests of several
///     targets share them. It may be an absolute path, such as that of a bundle's resources.
///   - recording: Whether the file is written; `HOSTCALL_RECORD_FIXTURES` in the environment decides unless it is
///     given.
///   - testFile: The file of the test.
///   - fileID: The file of the test, and its module.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: Nothing where either framework runs the test. Elsewhere a ``FixtureError``, which shows both sides in
///   diagnostic notation, the first byte that differs and its place in the value; and `EncodingError` if the value does
///   not encode.
public func expectFixture<Value: Encodable>(
  _ value: Value, _ name: String, in folder: String = "Fixtures", record recording: FixtureRecording = .environment,
  testFile: String = #filePath, fileID: String = #fileID, line: Int = #line, column: Int = #column
) throws {
  let site = CallSite(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: site) {
    try Fixture(name: name, folder: folder, site: site, recording: recording).expect(value)
  }
}

/// Checks that the bytes of a golden file, which an earlier version may have written, still decode as a value.
///
///     try expectFixture("profile.v1", decodesTo: Profile(name: "Ada", tags: []))
///
/// A file that is missing is written if the value encodes and ``FixtureRecording`` says so. A file that is there is
/// never written: old bytes are what it is for.
///
/// - Parameters:
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:record:testFile:fileID:line:column:)``.
///   - value: What it has to decode as.
///   - folder: Where the files are, as there.
///   - recording: Whether a missing file is written, as there.
///   - testFile: The file of the test.
///   - fileID: The file of the test, and its module.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: As there, if the file is missing, does not decode, or decodes as something else.
public func expectFixture<Value: Decodable & Equatable>(
  _ name: String, decodesTo value: Value, in folder: String = "Fixtures",
  record recording: FixtureRecording = .environment, testFile: String = #filePath, fileID: String = #fileID,
  line: Int = #line,
  column: Int = #column
) throws {
  let site = CallSite(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: site) {
    try Fixture(name: name, folder: folder, site: site, recording: recording).expect(decodesTo: value)
  }
}

/// Checks that a value has the bytes of a golden file where it crosses raw, and its type the layout.
///
///     try expectFixture(raw: Sample(time: 0.5, channel: 3, flags: 0), "sample.basic")
///
/// The file has both, in CBOR: the size, the byte order, each field with its offset, and the bytes. So a field that
/// moved is told from a value that changed.
///
/// - Parameters:
///   - value: What crosses as it lies in memory.
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:record:testFile:fileID:line:column:)``.
///   - folder: Where the files are, as there.
///   - recording: Whether the file is written, as there.
///   - testFile: The file of the test.
///   - fileID: The file of the test, and its module.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: As there, and if the type can't cross raw.
public func expectFixture<Value: PlainData>(
  raw value: Value, _ name: String, in folder: String = "Fixtures", record recording: FixtureRecording = .environment,
  testFile: String = #filePath, fileID: String = #fileID, line: Int = #line, column: Int = #column
) throws {
  let site = CallSite(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: site) {
    try Fixture(name: name, folder: folder, site: site, recording: recording).expect(raw: value)
  }
}

/// Runs a check, whose errors are issues of the test that runs.
///
/// - Throws: What the check throws, where there is no framework to record it.
func recordingIssues(at site: CallSite, _ check: () throws -> Void) throws {
  do {
    try check()
  } catch {
    try TestIssue.record(error, at: site)
  }
}
