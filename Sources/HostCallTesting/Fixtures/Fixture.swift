#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import CBORCodec
public import HostCall

/// Checks that a value encodes as the bytes of a golden file: `Fixtures/profile.basic.cbor` beside the test's source.
///
///     @Test func profile() throws {
///       try expectFixture(Profile(name: "Ada", tags: []), "profile.basic")
///     }
///
/// With `HOSTCALL_RECORD_FIXTURES=1` in the environment, a file that is missing or different is written, and the test fails all
/// the same, so that no recording passes unseen. Works in Swift Testing and XCTest alike, as a thrown error fails a test in both.
/// Thread safety: may be used from tests that run at once, of different fixtures.
///
/// - Parameters:
///   - value: What is encoded, as requests and responses are.
///   - name: The file's name without `.cbor`; a subfolder is separated by a slash.
///   - folder: Where the files are, from the folder of the test's source: `Fixtures`, unless the tests of several targets share
///     them.
///   - testFile: The file of the test.
/// - Throws: ``FixtureError``, which shows both sides in diagnostic notation, the first byte that differs and where in the value
///   that is; and `EncodingError` if the value does not encode.
public func expectFixture<Value: Encodable>(
  _ value: Value, _ name: String, in folder: String = "Fixtures", testFile: String = #filePath
) throws {
  try Fixture(name: name, folder: folder, testFile: testFile).expect(value)
}

/// Checks that the bytes of a golden file, which a version of the past may have written, still decode as a value.
///
///     try expectFixture("profile.v1", decodesTo: Profile(name: "Ada", tags: []))
///
/// With `HOSTCALL_RECORD_FIXTURES=1` in the environment, a file that is missing is written if the value encodes, and the test
/// fails all the same. A file that is there is never written: old bytes are what it is for.
///
/// - Parameters:
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:testFile:)``.
///   - value: What it has to decode as.
///   - folder: Where the files are, from the folder of the test's source: `Fixtures`, unless the tests of several targets share
///     them.
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
/// The file has both, in CBOR: the size, the byte order, each field with its offset, and the bytes. So a field that moved is told
/// from a value that changed.
///
/// - Parameters:
///   - value: What crosses as it lies in memory.
///   - name: The file's name without `.cbor`, as in ``expectFixture(_:_:in:testFile:)``.
///   - folder: Where the files are, from the folder of the test's source: `Fixtures`, unless the tests of several targets share
///     them.
///   - testFile: The file of the test.
/// - Throws: ``FixtureError`` as in ``expectFixture(_:_:in:testFile:)``, and if the type can't cross raw.
public func expectFixture<Value: PlainData>(
  raw value: Value, _ name: String, in folder: String = "Fixtures", testFile: String = #filePath
) throws {
  try Fixture(name: name, folder: folder, testFile: testFile).expect(raw: value)
}

/// Why a value and its golden file do not go together.
public struct FixtureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is the matter.
  public enum Reason: Sendable, Hashable {
    /// There is no such file.
    case missing
    /// The file has other bytes than the value, or another value; how, in words.
    case different(String)
    /// The file's bytes do not decode; why, in words.
    case undecodable(String)
    /// The value has no form to write; why, in words, with the field that is the reason.
    case unsupported(String)
    /// The file was written, because recording was asked for; why it had to be, in words.
    case recorded(String)
  }

  /// What is the matter.
  public let reason: Reason
  /// The path of the file.
  public let fixture: String

  /// The error in words, with what to do about it.
  public var description: String {
    switch reason {
    case .missing: "there is no fixture \(fixture); HOSTCALL_RECORD_FIXTURES=1 writes it"
    case .different(let how):
      "\(fixture): \(how)\nIf the change is meant, HOSTCALL_RECORD_FIXTURES=1 writes the fixture anew."
    case .undecodable(let why): "\(fixture) does not decode: \(why)"
    case .unsupported(let why): "there can be no fixture \(fixture): \(why)"
    case .recorded(let why): "\(fixture) was written: \(why)\nLook at it, and run the test again without recording."
    }
  }
}

/// One golden file.
struct Fixture {
  let path: String
  let isRecording: Bool

  init(
    name: String, folder: String = "Fixtures", testFile: String,
    isRecording: Bool = ProcessInfo.processInfo.environment["HOSTCALL_RECORD_FIXTURES"] == "1"
  ) {
    let place = testFile.lastIndex(of: "/").map { testFile[..<$0] } ?? "."
    path = "\(place)/\(folder)/\(name).cbor"
    self.isRecording = isRecording
  }

  func expect<Value: Encodable>(_ value: Value) throws {
    let bytes: [UInt8] = try CBOREncoder().encode(value)
    guard let golden = try read() else { throw try missing(bytes) }
    guard golden != bytes else { return }
    let difference = FixtureDifference(golden: golden, bytes: bytes).description
    guard isRecording else { throw error(.different(difference)) }
    try write(bytes)
    throw error(.recorded(difference))
  }

  func expect(raw value: some PlainData) throws {
    let raw: RawFixture
    do {
      raw = try RawFixture(value)
    } catch {
      throw self.error(.unsupported("\(error)"))
    }
    try expect(raw)
  }

  func expect<Value: Decodable & Equatable>(decodesTo value: Value) throws {
    let expected = try (value as? any Encodable).map { try CBOREncoder().encode($0) as [UInt8] }
    guard let golden = try read() else { throw try missing(expected) }
    let decoded: Value
    do {
      decoded = try CBORDecoder().decode(Value.self, from: golden)
    } catch {
      throw self.error(.undecodable("\(error)\n" + FixtureDifference.side("fixture", golden)))
    }
    guard decoded != value else { return }
    let difference = expected.map { FixtureDifference(golden: golden, bytes: $0).description }
    throw error(.different(difference ?? "it decodes as \(decoded), and \(value) was expected"))
  }

  /// The file's bytes, or nothing if there is none.
  private func read() throws -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// Writes the missing file if recording is asked for, and says so.
  private func missing(_ bytes: [UInt8]?) throws -> FixtureError {
    guard isRecording, let bytes else { return error(.missing) }
    try write(bytes)
    return error(.recorded("it was missing"))
  }

  private func write(_ bytes: [UInt8]) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    // All of it or nothing: a test that is stopped leaves no half of a fixture.
    try Data(bytes).write(to: url, options: .atomic)
  }

  private func error(_ reason: FixtureError.Reason) -> FixtureError { FixtureError(reason: reason, fixture: path) }
}
