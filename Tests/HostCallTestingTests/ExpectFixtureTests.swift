// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Synchronization
import Testing

@testable import HostCallTesting

@Suite("expectFixture", .timeLimit(.minutes(1)))
struct ExpectFixtureTests {
  /// Returns the issues that `body` records, which are expected.
  private func issues(_ body: () throws -> Void) throws -> [(line: Int?, file: String?, error: (any Error)?)] {
    let found = Mutex<[(line: Int?, file: String?, error: (any Error)?)]>([])
    try withKnownIssue {
      try body()
    } matching: { issue in
      found.withLock { $0.append((issue.sourceLocation?.line, issue.sourceLocation?.fileName, issue.error)) }
      return true
    }
    return found.withLock { $0 }
  }

  @Test("an error is recorded as an issue at the line of its call, and the test continues")
  func lines() throws {
    try TestFolder.with { folder in
      var lines: [Int] = []
      var hasContinued = false
      // The path of the fixtures' folder is absolute, so that the calls can keep their location in this file.
      let place = folder.url.appending(path: "Fixtures").path(percentEncoded: false)
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let found = try issues {
        lines.append(#line + 1)
        try expectFixture(1, "a", in: place, record: .none)
        lines.append(#line + 1)
        try expectFixture("b", decodesTo: [1], in: place, record: .missing)
        lines.append(#line + 1)
        try expectFixture(raw: 1.5, "c", in: place, record: .missing)
        lines.append(#line + 1)
        try expectSchema(Add.self, "../d", in: place)
        struct Unencodable: Encodable {
          func encode(to encoder: any Encoder) throws { throw CancellationError() }
        }
        lines.append(#line + 1)
        try expectFixture(Unencodable(), "e", in: place)
        hasContinued = true
      }
      #expect(hasContinued)
      #expect(found.map(\.line) == lines)
      #expect(found.allSatisfy { $0.file == "ExpectFixtureTests.swift" })
      #expect(found.prefix(4).allSatisfy { $0.error is FixtureError } && found.last?.error is CancellationError)
    }
  }

  @Test("one run writes all missing files")
  func oneRun() throws {
    try TestFolder.with { folder in
      let place = folder.url.path(percentEncoded: false)
      func check() throws {
        for number in 0..<5 { try expectFixture([number], "f\(number)", in: place, record: .missing) }
        try expectSchema(Add.self, "add", in: place, record: .missing)
        try expectSchema(Added.self, "added", in: place, record: .missing)
        try expectSchema(Sums.self, "sums", in: place, record: .missing)
      }
      struct Sums: HostStreamable {
        typealias Element = Double
        typealias Failure = AddFailure
        var start: Int
      }
      struct Added: HostEvent { var sum: Int }
      #expect(try issues(check).count == 8)
      try check()
      #expect(
        try String(contentsOf: folder.url.appending(path: "added.schema"), encoding: .utf8)
          .hasSuffix("\nkind: event\npayload.sum: int64\n"))
      let sums = try String(contentsOf: folder.url.appending(path: "sums.schema"), encoding: .utf8)
      #expect(sums.contains("\nkind: stream\nrequest.start: int64\nresponse: raw Double, little-endian\n"), "\(sums)")
    }
  }

  @Test("XCTest accepts a failure that is recorded outside of its tests")
  func helper() throws {
    // The process contains XCTest, because `ExpectFixtureXCTests` is in it.
    #expect(XCTestFailure.record("", at: TestLocation(fileID: "", filePath: #filePath, line: 1, column: 1)))
  }
}

@Suite("SchemaFixture", .timeLimit(.minutes(1)))
struct SchemaFixtureTests {
  struct Optional: HostCallable {
    static var wireName: String { "add" }
    typealias Response = Int
    typealias Failure = AddFailure
    var left: Int
    var right: Int
    var third: Int?
  }

  private func fixture(_ folder: TestFolder, _ recording: FixtureRecording) throws -> SchemaFixture {
    try SchemaFixture(
      name: "add", folder: "Fixtures", location: folder.location, recording: recording, environment: [:])
  }

  @Test("an added optional field is a difference")
  func optionalField() throws {
    try TestFolder.with { folder in
      let add = HostCallSchema(Add.self)
      let new = #expect(throws: FixtureError.self) { try fixture(folder, .missing).expect(add) }
      #expect(new?.reason == .recorded("it was missing"))
      let text = try folder.text("add.schema")
      #expect(text == "; \"add\", fingerprint 0x\(String(add.fingerprint, radix: 16))\n\(add.outline)")
      try fixture(folder, .none).expect(add)
      let changed = #expect(throws: FixtureError.self) {
        try fixture(folder, .missing).expect(HostCallSchema(Optional.self))
      }
      #expect(
        changed?.reason
          == .different("the schema differs (- only in the fixture, + only in the call)\n  + request.third?: int64"))
      #expect(try folder.text("add.schema") == text)
      #expect(throws: FixtureError.self) { try fixture(folder, .failed).expect(HostCallSchema(Optional.self)) }
      try fixture(folder, .none).expect(HostCallSchema(Optional.self))
      // Another system's line endings.
      try folder.write(Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8), "add.schema")
      try fixture(folder, .missing).expect(add)
    }
  }

  @Test("a missing file is an error if recording is off")
  func missing() throws {
    try TestFolder.with { folder in
      let error = #expect(throws: FixtureError.self) {
        try fixture(folder, .none).expect(HostCallSchema(Add.self))
      }
      #expect(error?.reason == .missing)
    }
  }
}
