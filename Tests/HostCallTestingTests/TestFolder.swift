// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import HostCallTesting

/// A temporary folder that stands for the folder of a test's source.
struct TestFolder {
  let url: URL

  /// Runs `body` with a new folder, which is removed afterwards.
  static func with<Result>(_ body: (TestFolder) throws -> Result) throws -> Result {
    // The name contains characters that a URL escapes.
    let url = FileManager.default.temporaryDirectory.appending(path: "a folder ü 50% #1 \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(TestFolder(url: url))
  }

  var testFile: String { url.appending(path: "Tests.swift").path(percentEncoded: false) }

  var location: TestLocation { TestLocation(fileID: "Module/Tests.swift", filePath: testFile, line: 1, column: 1) }

  func fixture(
    _ name: String, _ recording: FixtureRecording = .environment, in folder: String = "Fixtures",
    _ environment: [String: String] = [:]
  ) throws -> Fixture {
    try Fixture(name: name, folder: folder, location: location, recording: recording, environment: environment)
  }

  func file(_ path: String) -> URL { url.appending(path: "Fixtures/\(path)") }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: file("\(name).cbor"))) }

  func text(_ path: String) throws -> String { try String(contentsOf: file(path), encoding: .utf8) }

  func write(_ bytes: [UInt8], _ path: String) throws {
    try FileManager.default.createDirectory(
      at: file(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file(path))
  }
}
