// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import CBORCodec
internal import HostCall

/// A golden file, with a text file beside it that holds the same value in diagnostic notation.
struct Fixture {
  private let file: FixtureFile
  private let text: FixtureFile
  private let recording: FixtureRecording

  init(
    name: String, folder: String = "Fixtures", location: TestLocation, recording: FixtureRecording = .environment,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(FixtureError) {
    do throws(FixtureError.Reason) {
      let fixtureLocation = try FixtureLocation(name, in: folder, of: location, environment: environment)
      file = FixtureFile(fixtureLocation, ".cbor")
      text = FixtureFile(fixtureLocation, ".diag")
      self.recording = try recording.resolved(environment)
    } catch {
      throw FixtureError(reason: error, fixture: name)
    }
  }

  /// The path of the golden file.
  var path: String { file.path }

  func expect<Value: Encodable>(_ value: Value) throws {
    let (bytes, places) = try StableMessage.of(value)
    let golden = try naming(file) { () throws(FixtureError.Reason) in
      try DirectCoding.check(value, bytes)
      guard let golden = try file.read() else { throw try missing(bytes) }
      let isSame = golden == bytes || StableMessage.of(golden, places) == bytes
      if isSame, golden == bytes || recording != .all { return golden }
      if recording == .all || recording == .failed {
        try write(bytes)
        throw .recorded(FixtureDifference(golden: golden, bytes: bytes).description)
      }
      if let damage = LineEndingDamage(golden, expected: bytes) { throw .unusable(damage.description) }
      throw .different(
        FixtureDifference(golden: StableMessage.of(golden, places), bytes: bytes, fixture: golden).description)
    }
    try checkText(golden)
  }

  func expect(raw value: some PlainData) throws {
    let raw = try naming(file) { () throws(FixtureError.Reason) in
      do {
        return try RawFixture(value)
      } catch {
        throw .unsupported("\(error)")
      }
    }
    try expect(raw)
  }

  func expect<Value: Decodable & Equatable>(decodesTo value: Value) throws {
    let expected = try (value as? any Encodable).map { try StableMessage.of($0).bytes }
    let golden = try naming(file) { () throws(FixtureError.Reason) in
      guard let golden = try file.read() else { throw try missing(expected) }
      let decoded: Value
      do {
        decoded = try PayloadCodec.decode(Value.self, fromCBOR: golden)
      } catch {
        if let damage = LineEndingDamage(golden, expected: expected) { throw .unusable(damage.description) }
        throw .undecodable("\(PayloadCodec.describe(error))\n" + FixtureDifference.side("fixture", golden))
      }
      try DirectCoding.check(decoded, golden)
      if decoded == value { return golden }
      // If both encode to the same bytes, they differ only in something that is not encoded.
      guard let expected, let found = try? (decoded as? any Encodable).map({ try StableMessage.of($0).bytes }),
        found != expected
      else { throw .otherValue("it decodes as \(decoded); expected \(value)") }
      throw .otherValue(FixtureDifference(golden: found, bytes: expected, fixture: golden).description)
    }
    try checkText(golden, isEncoded: false)
  }

  // MARK: Writing

  /// Writes the missing file if recording is permitted, and returns the reason of the resulting error.
  private func missing(_ bytes: [UInt8]?) throws(FixtureError.Reason) -> FixtureError.Reason {
    guard recording != .none, let bytes else { return .missing }
    try write(bytes)
    return .recorded("it was missing")
  }

  private func write(_ bytes: [UInt8]) throws(FixtureError.Reason) {
    try file.write(bytes)
    if let notation = Self.notation(of: bytes) { try text.write(Array(notation.utf8)) }
  }

  // MARK: The text file

  private static func notation(of bytes: [UInt8]) -> String? {
    (try? CBORDecoder().diagnosticNotation(of: bytes, indented: true)).map { $0 + "\n" }
  }

  /// Checks that the text file holds the same value, or writes it if it is missing, as it is beside a file that another
  /// implementation wrote.
  ///
  /// Accepts any spelling of the value and any line endings, unless all files are to be written.
  ///
  /// - Parameter isEncoded: Whether the golden file is what the encoder writes. Otherwise, it may preserve old bytes,
  ///   which the text does not show.
  private func checkText(_ golden: [UInt8], isEncoded: Bool = true) throws(FixtureError) {
    try naming(text) { () throws(FixtureError.Reason) in
      guard let notation = Self.notation(of: golden) else { return }
      guard let bytes = try text.read() else {
        guard recording != .none else { return }
        try text.write(Array(notation.utf8))
        throw .recorded("it was missing")
      }
      let found = String(decoding: bytes, as: UTF8.self)
      if found == notation { return }
      let value = try? CBORValue(diagnostic: found)
      let isSame = value != nil && value == (try? CBORDecoder().decode(CBORValue.self, from: golden))
      if isSame, recording != .all { return }
      let difference =
        isSame ? "its value was the same, but spelled differently" : "its value differs from the value in \(path)"
      guard recording == .all || recording == .failed else {
        throw .otherText("\(difference): \(describeDifference(of: found, from: golden, isEncoded: isEncoded))")
      }
      try text.write(Array(notation.utf8))
      throw .recorded(difference)
    }
  }

  private func describeDifference(of found: String, from golden: [UInt8], isEncoded: Bool) -> String {
    let bytes: [UInt8]
    do {
      bytes = try CBOREncoder().encode(diagnostic: found)
    } catch {
      return "the text is no diagnostic notation: \(error)\n\(FixtureDifference.side("fixture", golden))"
    }
    let difference = FixtureDifference(golden: golden, bytes: bytes, names: ("fixture", "text")).description
    guard isEncoded else { return difference }
    // Keeps the golden file if the tool fails or is missing.
    let (new, golden) = (Self.quoted(path + ".new"), Self.quoted(path))
    let command = "hostcall cbor encode \(Self.quoted(text.path)) >\(new) && mv \(new) \(golden)"
    return "\(difference)\nIf the text is right, take it over:  \(command)"
  }

  /// Quotes a path for a shell.
  private static func quoted(_ path: String) -> String {
    "'\(path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }

  // MARK: Errors

  /// Runs a check and adds the path of a file to its error.
  private func naming<Result>(
    _ file: FixtureFile, _ check: () throws(FixtureError.Reason) -> Result
  ) throws(FixtureError) -> Result {
    do throws(FixtureError.Reason) {
      return try check()
    } catch {
      var hasText = false
      if case .recorded = error, file.path == path { hasText = (try? text.read()) != nil }
      throw FixtureError(reason: error, fixture: file.path, text: hasText ? text.path : nil)
    }
  }
}
