import Foundation
import HostCall
import Testing

@testable import HostCallTesting

@Suite("Where a golden file is", .timeLimit(.minutes(1)))
struct FixtureLocationTests {
  private func path(
    _ name: String, in folder: String = "Fixtures", testFile: String = "/src/Tests/CoreTests/Users/LogIn.swift",
    _ environment: [String: String] = [:]
  ) throws -> String {
    let location = TestLocation(fileID: "CoreTests/LogIn.swift", filePath: testFile, line: 1, column: 1)
    return try FixtureLocation(name, in: folder, of: location, environment: environment).path
  }

  @Test("is beside the test's source, or where an absolute path says")
  func folders() throws {
    #expect(try path("a") == "/src/Tests/CoreTests/Users/Fixtures/a")
    #expect(try path("a.b/c") == "/src/Tests/CoreTests/Users/Fixtures/a.b/c")
    #expect(try path("a", in: "../Shared") == "/src/Tests/CoreTests/Users/../Shared/a")
    #expect(try path("a", in: "/bundle/Fixtures") == "/bundle/Fixtures/a")
  }

  @Test("is in a copy of the tests' folders, where the environment names one")
  func copies() throws {
    let copy = ["HOSTCALL_FIXTURES": "/data"]
    #expect(try path("a", copy) == "/data/CoreTests/Users/Fixtures/a")
    #expect(try path("a", testFile: "/src/CoreTests/CoreTests/X.swift", copy) == "/data/CoreTests/Fixtures/a")
    #expect(try path("a", testFile: "/src/Elsewhere/X.swift", copy) == "/data/CoreTests/Fixtures/a")
    #expect(try path("a", in: "/bundle", copy) == "/bundle/a")
    #expect(try path("a", ["HOSTCALL_FIXTURES": ""]) == "/src/Tests/CoreTests/Users/Fixtures/a")
  }

  @Test(
    "is in its folder: a name that leaves it is an error, and nothing is written",
    arguments: ["../escape", "a/../../escape", "..", ".", "", "/absolute", "a//b", "a/", "./a", "a\0b"])
  func escapes(_ name: String) throws {
    try TestFolder.with { folder in
      for recording in FixtureRecording.known {
        let error = #expect(throws: FixtureError.self) { try folder.fixture(name, recording).expect(1) }
        guard case .unusable(let why) = error?.reason else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(why.contains("is no name of a fixture"))
        #expect(throws: FixtureError.self) {
          try SchemaFixture(name: name, folder: "Fixtures", location: folder.location, recording: recording)
        }
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path(percentEncoded: false))
      #expect(files.isEmpty)
    }
  }

  @Test("has a name without its extension", arguments: ["profile.cbor", "deep/profile.diag", "profile.schema"])
  func extensions(_ name: String) throws {
    try TestFolder.with { folder in
      let error = #expect(throws: FixtureError.self) { try folder.fixture(name, .missing).expect(1) }
      #expect(error?.description.contains("\"\(name)\" is no name of a fixture: .") == true)
      #expect(throws: FixtureError.self) {
        try SchemaFixture(name: name, folder: "Fixtures", location: folder.location, recording: .missing)
      }
      let path = try folder.fixture("profile.cbor.old", .none).path
      #expect(path.hasSuffix("profile.cbor.old.cbor"))
    }
  }

  @Test("has to be a file, in folders", arguments: FixtureRecording.known)
  func obstacles(_ recording: FixtureRecording) throws {
    try TestFolder.with { folder in
      func why(_ name: String) -> String? {
        let error = #expect(throws: FixtureError.self) { try folder.fixture(name, recording).expect(1) }
        guard case .unusable(let why) = error?.reason else { return "\(String(describing: error))" }
        return why
      }
      try FileManager.default.createDirectory(at: folder.file("folder.cbor"), withIntermediateDirectories: true)
      #expect(why("folder") == "there is a folder in its place")
      try folder.write([], "file")
      #expect(
        why("file/name") == "\(folder.file("file").path(percentEncoded: false)) is a file, and has to be a folder")
      // Reading it would wait for another process.
      #expect(unsafe mkfifo(folder.file("pipe.cbor").path(percentEncoded: false), 0o600) == 0)
      #expect(why("pipe") == "what is in its place is no file")
    }
  }

  @Test("has to be in a folder that is there", arguments: FixtureRecording.known)
  func missingRoot(_ recording: FixtureRecording) throws {
    try TestFolder.with { folder in
      let location = TestLocation(
        fileID: "Module/T.swift", filePath: folder.url.appending(path: "gone/T.swift").path(percentEncoded: false),
        line: 1, column: 1)
      let error = #expect(throws: FixtureError.self) {
        try Fixture(name: "a", location: location, recording: recording, environment: [:]).expect(1)
      }
      #expect(error?.description.contains("is not there; HOSTCALL_FIXTURES names another place") == true)
      // That has no effect on an absolute path.
      let place = folder.url.appending(path: "gone").path(percentEncoded: false)
      let absolute = #expect(throws: FixtureError.self) {
        try Fixture(name: "a", folder: place, location: location, recording: recording, environment: [:]).expect(1)
      }
      #expect(absolute?.reason == .unusable("the folder \(place) is not there"))
      #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "gone").path(percentEncoded: false)))
    }
  }

  @Test("may be on the way to it by links")
  func links() throws {
    try TestFolder.with { folder in
      try folder.write([0x01], "real.cbor")
      try FileManager.default.createSymbolicLink(
        at: folder.file("link.cbor"), withDestinationURL: folder.file("real.cbor"))
      try folder.fixture("link", .none).expect(1)
    }
  }
}

@Suite("A file whose line ends were changed")
struct LineEndFaultTests {
  private let advice = "put `*.cbor binary` into .gitattributes, and check the file out again"

  @Test("is told by where the first of them is")
  func faults() {
    // [10]
    #expect(
      LineEndingDamage([0x81, 0x0D, 0x0A], expected: [0x81, 0x0A])?.description
        == "its LF were made CR LF, the first at byte 1: \(advice)")
    #expect(
      LineEndingDamage([0x01, 0x0D, 0x0A], expected: [0x01])?.description
        == "a line end was added after its item, CR LF at byte 1: \(advice)")
    #expect(LineEndingDamage([0x01, 0x0A], expected: nil)?.description.contains("LF at byte 1") == true)
    // h'0A0A' as git makes it.
    #expect(LineEndingDamage([0x42, 0x0D, 0x0A, 0x0D, 0x0A], expected: nil)?.description.contains("at byte 1") == true)
  }

  @Test("is told from one that differs otherwise")
  func others() {
    #expect(LineEndingDamage([0x81, 0x0A], expected: [0x81, 0x0B]) == nil)
    #expect(LineEndingDamage([0x81, 0x0D], expected: [0x81, 0x0A]) == nil)
    #expect(LineEndingDamage([], expected: [0x01]) == nil)
    #expect(LineEndingDamage([0x0A], expected: [0x01]) == nil)
    #expect(LineEndingDamage([0x01, 0x0D, 0x0A], expected: [0x02]) == nil)
  }

  @Test("is named by a check, and written again where that is asked for")
  func checked() throws {
    try TestFolder.with { folder in
      try folder.write([0x81, 0x0D, 0x0A], "f.cbor")
      let error = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([10]) }
      #expect(error?.description.contains("its LF were made CR LF") == true)
      let decoded = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect(decodesTo: [10]) }
      #expect(decoded?.description.contains("its LF were made CR LF") == true)
      #expect(throws: FixtureError.self) { try folder.fixture("f", .failed).expect([10]) }
      #expect(try folder.bytes("f") == [0x81, 0x0A])
    }
  }
}
