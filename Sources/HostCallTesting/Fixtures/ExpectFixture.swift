// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// Checks that a value encodes to the bytes of a golden file: `Fixtures/profile.basic.cbor` beside the test's source.
///
///     @Test func profile() throws {
///       try expectFixture(Profile(name: "Ada", tags: []), "profile.basic")
///     }
///
/// A difference is recorded as an issue of the running test, in Swift Testing or XCTest, at the line of the call, and
/// the test continues. Writing a file is recorded as an issue too, so that no recording goes unnoticed;
/// ``FixtureRecording`` determines which files are written. Beside each file, `profile.basic.diag` holds the same value
/// in diagnostic notation, for reviews.
///
/// The value is encoded twice: directly, by `CBOREncodable` where a type conforms to it, and by `Codable`. Both must
/// write the same bytes; a type that conforms to `CBORDecodable` must also decode them to the same value in both ways.
///
/// Dictionaries and sets are sorted by their encoded bytes, at any depth. Arrays keep their order, even those created
/// from a set.
///
/// Thread safety: safe from any thread, for different fixtures.
///
/// - Parameters:
///   - value: The value, which is encoded like a request or response.
///   - name: The file's name without `.cbor`; a slash separates a subfolder.
///   - folder: The folder of the files, relative to the folder of the test's source, or an absolute path, such as the
///     path of a bundle's resources. `Fixtures` by default.
///   - recording: Whether to write the file; by default `HOSTCALL_RECORD_FIXTURES` in the environment decides.
///   - testFile: The path of the test's source.
///   - fileID: The module and file of the test.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: Nothing if either framework runs the test. Otherwise a ``FixtureError``, with both sides in diagnostic
///   notation, the offset of the first byte that differs, and its coding path; or `EncodingError` if the value cannot
///   be encoded.
public func expectFixture<Value: Encodable>(
  _ value: Value, _ name: String, in folder: String = "Fixtures", record recording: FixtureRecording = .environment,
  testFile: String = #filePath, fileID: String = #fileID, line: Int = #line, column: Int = #column
) throws {
  let location = TestLocation(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: location) {
    try Fixture(name: name, folder: folder, location: location, recording: recording).expect(value)
  }
}

/// Checks that the bytes of a golden file, which an earlier version may have written, still decode as a value.
///
///     try expectFixture("profile.v1", decodesTo: Profile(name: "Ada", tags: []))
///
/// They must decode by `Codable` as well as by `CBORDecodable`, where a type conforms to it.
///
/// A missing file is written if the value can be encoded and ``FixtureRecording`` permits it. An existing file is never
/// written, since it preserves old bytes.
///
/// - Parameters:
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:record:testFile:fileID:line:column:)``.
///   - value: The expected value.
///   - folder: The folder of the files, as for that function.
///   - recording: Whether to write a missing file, as for that function.
///   - testFile: The path of the test's source.
///   - fileID: The module and file of the test.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: As that function, if the file is missing, cannot be decoded, or decodes as a different value.
public func expectFixture<Value: Decodable & Equatable>(
  _ name: String, decodesTo value: Value, in folder: String = "Fixtures",
  record recording: FixtureRecording = .environment, testFile: String = #filePath, fileID: String = #fileID,
  line: Int = #line, column: Int = #column
) throws {
  let location = TestLocation(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: location) {
    try Fixture(name: name, folder: folder, location: location, recording: recording).expect(decodesTo: value)
  }
}

/// Checks that the raw form of a value, and the layout of its type, match a golden file.
///
///     try expectFixture(raw: Sample(time: 0.5, channel: 3, flags: 0), "sample.basic")
///
/// The file holds both in CBOR: the size, the byte order, each field with its offset, and the bytes. The check can
/// therefore distinguish a field that moved from a value that changed.
///
/// - Parameters:
///   - value: The value, which is encoded as its memory.
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:record:testFile:fileID:line:column:)``.
///   - folder: The folder of the files, as for that function.
///   - recording: Whether to write the file, as for that function.
///   - testFile: The path of the test's source.
///   - fileID: The module and file of the test.
///   - line: The line of the call.
///   - column: The column of the call.
/// - Throws: As that function, and if the type cannot be encoded as raw bytes.
public func expectFixture<Value: PlainData>(
  raw value: Value, _ name: String, in folder: String = "Fixtures", record recording: FixtureRecording = .environment,
  testFile: String = #filePath, fileID: String = #fileID, line: Int = #line, column: Int = #column
) throws {
  let location = TestLocation(fileID: fileID, filePath: testFile, line: line, column: column)
  try recordingIssues(at: location) {
    try Fixture(name: name, folder: folder, location: location, recording: recording).expect(raw: value)
  }
}

/// Runs a check and records its error as an issue of the running test.
///
/// - Throws: The check's error, if no framework can record it.
func recordingIssues(at location: TestLocation, _ check: () throws -> Void) throws {
  do {
    try check()
  } catch {
    try TestIssue.record(error, at: location)
  }
}
