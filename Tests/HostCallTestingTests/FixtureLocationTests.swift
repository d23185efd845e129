// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@testable import HostCallTesting

@Suite("FixtureLocation", .timeLimit(.minutes(1)))
struct FixtureLocationTests {
  private func path(
    _ name: String, in folder: String = "Fixtures", testFile: String = "/src/Tests/CoreTests/Users/LogIn.swift",
    _ environment: [String: String] = [:]
  ) throws -> String {
    let location = TestLocation(fileID: "CoreTests/LogIn.swift", filePath: testFile, line: 1, column: 1)
    return try FixtureLocation(name, in: folder, of: location, environment: environment).path
  }

  @Test("a fixture is in a folder beside the test's source, or in an absolute folder")
  func folders() throws {
    #expect(try path("a") == "/src/Tests/CoreTests/Users/Fixtures/a")
    #expect(try path("a.b/c") == "/src/Tests/CoreTests/Users/Fixtures/a.b/c")
    #expect(try path("a", in: "../Shared") == "/src/Tests/CoreTests/Users/../Shared/a")
    #expect(try path("a", in: "/bundle/Fixtures") == "/bundle/Fixtures/a")
  }

  @Test("HOSTCALL_FIXTURES locates fixtures in a copy of the tests' folders")
  func copies() throws {
    let copy = ["HOSTCALL_FIXTURES": "/data"]
    #expect(try path("a", copy) == "/data/CoreTests/Users/Fixtures/a")
    #expect(try path("a", testFile: "/src/CoreTests/CoreTests/X.swift", copy) == "/data/CoreTests/Fixtures/a")
    #expect(try path("a", testFile: "/src/Elsewhere/X.swift", copy) == "/data/CoreTests/Fixtures/a")
    #expect(try path("a", in: "/bundle", copy) == "/bundle/a")
    #expect(try path("a", ["HOSTCALL_FIXTURES": ""]) == "/src/Tests/CoreTests/Users/Fixtures/a")
  }

  @Test(
    "a name that could leave the fixtures' folder is an error, and nothing is written",
    arguments: ["../escape", "a/../../escape", "..", ".", "", "/absolute", "a//b", "a/", "./a", "a\0b"])
  func escapes(_ name: String) throws {
    try TestFolder.with { folder in
      for recording in FixtureRecording.known {
        let error = #expect(throws: FixtureError.self) { try folder.fixture(name, recording).expect(1) }
        guard case .unusable(let why) = error?.reason else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(why.contains("is not a valid fixture name"))
        #expect(throws: FixtureError.self) {
          try SchemaFixture(name: name, folder: "Fixtures", location: folder.location, recording: recording)
        }
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path(percentEncoded: false))
      #expect(files.isEmpty)
    }
  }

  @Test("a name with an extension is an error", arguments: ["profile.cbor", "deep/profile.diag", "profile.schema"])
  func extensions(_ name: String) throws {
    try TestFolder.with { folder in
      let error = #expect(throws: FixtureError.self) { try folder.fixture(name, .missing).expect(1) }
      #expect(error?.description.contains("\"\(name)\" is not a valid fixture name: .") == true)
      #expect(throws: FixtureError.self) {
        try SchemaFixture(name: name, folder: "Fixtures", location: folder.location, recording: .missing)
      }
      let path = try folder.fixture("profile.cbor.old", .none).path
      #expect(path.hasSuffix("profile.cbor.old.cbor"))
    }
  }

  @Test("a fixture must be a regular file, and its parents must be folders", arguments: FixtureRecording.known)
  func obstacles(_ recording: FixtureRecording) throws {
    try TestFolder.with { folder in
      func why(_ name: String) -> String? {
        let error = #expect(throws: FixtureError.self) { try folder.fixture(name, recording).expect(1) }
        guard case .unusable(let why) = error?.reason else { return "\(String(describing: error))" }
        return why
      }
      try FileManager.default.createDirectory(at: folder.file("folder.cbor"), withIntermediateDirectories: true)
      #expect(why("folder") == "expected a file, but found a folder")
      try folder.write([], "file")
      #expect(
        why("file/name") == "\(folder.file("file").path(percentEncoded: false)) is a file, but must be a folder")
      // Reading the pipe would wait for another process.
      #expect(unsafe mkfifo(folder.file("pipe.cbor").path(percentEncoded: false), 0o600) == 0)
      #expect(why("pipe") == "expected a regular file, but found a file of another kind")
    }
  }

  @Test("the test's folder, or the absolute folder, must exist", arguments: FixtureRecording.known)
  func missingRoot(_ recording: FixtureRecording) throws {
    try TestFolder.with { folder in
      let location = TestLocation(
        fileID: "Module/T.swift", filePath: folder.url.appending(path: "gone/T.swift").path(percentEncoded: false),
        line: 1, column: 1)
      let error = #expect(throws: FixtureError.self) {
        try Fixture(name: "a", location: location, recording: recording, environment: [:]).expect(1)
      }
      #expect(error?.description.contains("does not exist; set HOSTCALL_FIXTURES to a copy") == true)
      // HOSTCALL_FIXTURES has no effect on an absolute path, so the error does not mention it.
      let place = folder.url.appending(path: "gone").path(percentEncoded: false)
      let absolute = #expect(throws: FixtureError.self) {
        try Fixture(name: "a", folder: place, location: location, recording: recording, environment: [:]).expect(1)
      }
      #expect(absolute?.reason == .unusable("the folder \(place) does not exist"))
      #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "gone").path(percentEncoded: false)))
    }
  }

  @Test("a fixture may be a symbolic link")
  func links() throws {
    try TestFolder.with { folder in
      try folder.write([0x01], "real.cbor")
      try FileManager.default.createSymbolicLink(
        at: folder.file("link.cbor"), withDestinationURL: folder.file("real.cbor"))
      try folder.fixture("link", .none).expect(1)
    }
  }
}

@Suite("LineEndingDamage")
struct LineEndingDamageTests {
  private let advice = "add `*.cbor binary` to .gitattributes, and check the file out again"

  @Test("changed line endings are detected, with the offset of the first")
  func faults() {
    // [10]
    #expect(
      LineEndingDamage([0x81, 0x0D, 0x0A], expected: [0x81, 0x0A])?.description
        == "its LF were converted to CR LF, the first at byte 1: \(advice)")
    #expect(
      LineEndingDamage([0x01, 0x0D, 0x0A], expected: [0x01])?.description
        == "a line ending was added after its item, CR LF at byte 1: \(advice)")
    #expect(LineEndingDamage([0x01, 0x0A], expected: nil)?.description.contains("LF at byte 1") == true)
    // h'0A0A' as Git converts it.
    #expect(LineEndingDamage([0x42, 0x0D, 0x0A, 0x0D, 0x0A], expected: nil)?.description.contains("at byte 1") == true)
  }

  @Test("other differences are not taken for changed line endings")
  func others() {
    #expect(LineEndingDamage([0x81, 0x0A], expected: [0x81, 0x0B]) == nil)
    #expect(LineEndingDamage([0x81, 0x0D], expected: [0x81, 0x0A]) == nil)
    #expect(LineEndingDamage([], expected: [0x01]) == nil)
    #expect(LineEndingDamage([0x0A], expected: [0x01]) == nil)
    #expect(LineEndingDamage([0x01, 0x0D, 0x0A], expected: [0x02]) == nil)
  }

  @Test("a check reports changed line endings, and rewrites the file if recording is on")
  func checked() throws {
    try TestFolder.with { folder in
      try folder.write([0x81, 0x0D, 0x0A], "f.cbor")
      let error = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([10]) }
      #expect(error?.description.contains("its LF were converted to CR LF") == true)
      let decoded = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect(decodesTo: [10]) }
      #expect(decoded?.description.contains("its LF were converted to CR LF") == true)
      #expect(throws: FixtureError.self) { try folder.fixture("f", .failed).expect([10]) }
      #expect(try folder.bytes("f") == [0x81, 0x0A])
    }
  }
}
