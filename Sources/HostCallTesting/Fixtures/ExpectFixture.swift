public import HostCall

/// Checks that a value encodes as the bytes of a golden file: `Fixtures/profile.basic.cbor` beside the test's source.
///
///     @Test func profile() throws {
///       try expectFixture(Profile(name: "Ada", tags: []), "profile.basic")
///     }
///
/// With `HOSTCALL_RECORD_FIXTURES=1` in the environment, a file that is missing or different is written, and the test
/// fails all the same, so that no recording passes unseen. Works in Swift Testing and XCTest alike, as a thrown error
/// fails a test in both. Thread safety: may be used from tests that run at once, of different fixtures.
///
/// - Parameters:
///   - value: What is encoded, as requests and responses are.
///   - name: The file's name without `.cbor`; a subfolder is separated by a slash.
///   - folder: Where the files are, from the folder of the test's source: `Fixtures`, unless the tests of several
///     targets share them.
///   - testFile: The file of the test.
/// - Throws: ``FixtureError``, which shows both sides in diagnostic notation, the first byte that differs and where in
///   the value that is; and `EncodingError` if the value does not encode.
public func expectFixture<Value: Encodable>(
  _ value: Value, _ name: String, in folder: String = "Fixtures", testFile: String = #filePath
) throws {
  try Fixture(name: name, folder: folder, testFile: testFile).expect(value)
}

/// Checks that the bytes of a golden file, which a version of the past may have written, still decode as a value.
///
///     try expectFixture("profile.v1", decodesTo: Profile(name: "Ada", tags: []))
///
/// With `HOSTCALL_RECORD_FIXTURES=1` in the environment, a file that is missing is written if the value encodes, and
/// the test fails all the same. A file that is there is never written: old bytes are what it is for.
///
/// - Parameters:
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:testFile:)``.
///   - value: What it has to decode as.
///   - folder: Where the files are, from the folder of the test's source: `Fixtures`, unless the tests of several
///     targets share them.
///   - testFile: The file of the test.
/// - Throws: ``FixtureError`` if the file is missing, does not decode, or decodes as something else.
public func expectFixture<Value: Decodable & Equatable>(
  _ name: String, decodesTo value: Value, in folder: String = "Fixtures", testFile: String = #filePath
) throws {
  try Fixture(name: name, folder: folder, testFile: testFile).expect(decodesTo: value)
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
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:testFile:)``.
///   - folder: Where the files are, from the folder of the test's source: `Fixtures`, unless the tests of several
///     targets share them.
///   - testFile: The file of the test.
/// - Throws: ``FixtureError`` as in ``expectFixture(_:_:in:testFile:)``, and if the type can't cross raw.
public func expectFixture<Value: PlainData>(
  raw value: Value, _ name: String, in folder: String = "Fixtures", testFile: String = #filePath
) throws {
  try Fixture(name: name, folder: folder, testFile: testFile).expect(raw: value)
}
