#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import CBORCodec
internal import HostCall

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
    // Where the two encode alike, they differ in something that does not cross.
    guard let expected, let found = try (decoded as? any Encodable).map({ try CBOREncoder().encode($0) as [UInt8] }),
      found != expected
    else { throw self.error(.otherValue("it decodes as \(decoded), and \(value) was expected")) }
    throw self.error(.otherValue(FixtureDifference(golden: golden, bytes: expected).description))
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
