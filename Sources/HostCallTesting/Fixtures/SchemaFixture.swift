// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import HostBridgeCore
internal import HostCall

/// A golden file with the outline of a call's schema.
///
///     ; "fetch_profile", fingerprint 0xda4f2075eca9054b
///     request.userID: uint
///     response.name: tstr
///     response.tags[]: tstr
struct SchemaFixture {
  private let file: FixtureFile
  private let recording: FixtureRecording

  init(
    name: String, folder: String, location: TestLocation, recording: FixtureRecording,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(FixtureError) {
    do throws(FixtureError.Reason) {
      let fixtureLocation = try FixtureLocation(name, in: folder, of: location, environment: environment)
      file = FixtureFile(fixtureLocation, ".schema")
      self.recording = try recording.resolved(environment)
    } catch {
      throw FixtureError(reason: error, fixture: name)
    }
  }

  func expect(_ schema: HostCallSchema) throws(FixtureError) {
    do throws(FixtureError.Reason) {
      guard let bytes = try file.read() else {
        guard recording != .none else { throw .missing }
        try file.write(Self.content(of: schema))
        throw .recorded("it was missing")
      }
      // Accepts any line endings.
      let golden = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.map(String.init)
        .filter { !$0.hasPrefix(";") }
      let lines = Self.lines(of: schema)
      let isSame = golden == lines
      guard !isSame || (recording == .all && bytes != Self.content(of: schema)) else { return }
      let difference = Self.difference(golden, lines)
      guard recording == .all || recording == .failed else { throw .different(difference) }
      try file.write(Self.content(of: schema))
      throw .recorded(difference)
    } catch {
      throw FixtureError(reason: error, fixture: file.path)
    }
  }

  private static func lines(of schema: HostCallSchema) -> [String] {
    schema.outline.split(separator: "\n").map(String.init)
  }

  private static func content(of schema: HostCallSchema) -> [UInt8] {
    let text = "; \"\(schema.wireName)\", fingerprint \(Hexadecimal.prefixed(schema.fingerprint))\n"
    return Array((text + schema.gapComments + schema.outline).utf8)
  }

  /// Returns a description of the lines that occur only in the fixture or only in the schema.
  private static func difference(_ golden: [String], _ lines: [String]) -> String {
    let (old, new) = (Set(golden), Set(lines))
    let changes =
      golden.filter { !new.contains($0) }.map { "- \($0)" } + lines.filter { !old.contains($0) }.map { "+ \($0)" }
    if changes.isEmpty { return "the fixture has the same lines in another order" }
    return "the schema differs (- only in the fixture, + only in the call)\n"
      + changes.map { "  \($0)" }.joined(separator: "\n")
  }
}
