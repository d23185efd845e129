// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@testable import HostCallTesting

@Suite("FixtureRecording", .timeLimit(.minutes(1)))
struct FixtureRecordingTests {
  @Test(
    "the environment selects the policy",
    arguments: [
      ([:], FixtureRecording.missing), (["CI": "true"], .none), (["CI": "1"], .none), (["CI": ""], .missing),
      (["CI": "false"], .missing), (["HOSTCALL_RECORD_FIXTURES": "all", "CI": "1"], .all),
      (["HOSTCALL_RECORD_FIXTURES": "failed"], .failed), (["HOSTCALL_RECORD_FIXTURES": "missing"], .missing),
      (["HOSTCALL_RECORD_FIXTURES": "none"], .none), (["HOSTCALL_RECORD_FIXTURES": "1"], .failed),
      (["HOSTCALL_RECORD_FIXTURES": "0"], .none), (["HOSTCALL_RECORD_FIXTURES": "", "CI": "yes"], .none),
    ] as [([String: String], FixtureRecording)])
  func environment(_ environment: [String: String], _ recording: FixtureRecording) throws {
    #expect(try FixtureRecording.environment.resolved(environment) == recording)
  }

  @Test("an unknown policy in the environment is an error that lists the known ones")
  func unknownWord() throws {
    try TestFolder.with { folder in
      let error = #expect(throws: FixtureError.self) {
        try folder.fixture("f", .environment, ["HOSTCALL_RECORD_FIXTURES": "yes"])
      }
      #expect(
        error?.description
          == "f: HOSTCALL_RECORD_FIXTURES is \"yes\", but must be one of missing, none, all, failed")
      // The policy of a check takes precedence.
      _ = try folder.fixture("f", .all, ["HOSTCALL_RECORD_FIXTURES": "yes"])
    }
  }

  private enum State: CaseIterable { case absent, same, sameInOtherBytes, different }

  @Test("each policy writes its kinds of files, and no others", arguments: FixtureRecording.known)
  func modes(_ recording: FixtureRecording) throws {
    for state in State.allCases {
      try TestFolder.with { folder in
        let value = ["b": 2, "a": 1]
        let stable: [UInt8] = [0xA2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x02]
        let old: [UInt8]? =
          switch state {
          case .absent: nil
          case .same: stable
          case .sameInOtherBytes: [0xA2, 0x61, 0x62, 0x02, 0x61, 0x61, 0x01]
          case .different: [0xA1, 0x61, 0x61, 0x01]
          }
        if let old {
          try folder.write(old, "f.cbor")
          try folder.write(Array((try CBORDecoder().diagnosticNotation(of: old, indented: true) + "\n").utf8), "f.diag")
        }
        var reason: FixtureError.Reason?
        do {
          try folder.fixture("f", recording).expect(value)
        } catch let error as FixtureError {
          reason = error.reason
        }
        let isWritten =
          switch (state, recording) {
          case (.absent, .missing), (.absent, .all), (.absent, .failed), (.different, .all), (.different, .failed),
            (.sameInOtherBytes, .all):
            true
          default: false
          }
        let now = try? folder.bytes("f")
        #expect(now == (isWritten ? stable : old), "\(state) \(recording)")
        switch reason {
        case .recorded: #expect(isWritten)
        case nil: #expect(!isWritten && (state == .same || state == .sameInOtherBytes))
        case .missing: #expect(state == .absent && recording == .none)
        case .different: #expect(state == .different && !isWritten)
        default: Issue.record("\(String(describing: reason))")
        }
        if isWritten { #expect(try folder.text("f.diag") == "{\n  \"a\": 1,\n  \"b\": 2\n}\n") }
      }
    }
  }

  @Test("an existing file that is only decoded is never rewritten", arguments: FixtureRecording.known)
  func decoded(_ recording: FixtureRecording) throws {
    try TestFolder.with { folder in
      try folder.write([0x82, 0x01, 0x02], "old.cbor")
      try folder.write(Array("[1, 2]".utf8), "old.diag")
      #expect(throws: FixtureError.self) { try folder.fixture("old", recording).expect(decodesTo: [1, 3]) }
      #expect(try folder.bytes("old") == [0x82, 0x01, 0x02])
      let new = #expect(throws: FixtureError.self) { try folder.fixture("new", recording).expect(decodesTo: [1, 3]) }
      #expect(new?.reason == (recording == .none ? .missing : .recorded("it was missing")))
    }
  }

  @Test("an error about a written file says that the test fails once, and names the file to read")
  func review() throws {
    try TestFolder.with { folder in
      let golden = folder.file("f.cbor").path(percentEncoded: false)
      let text = folder.file("f.diag").path(percentEncoded: false)
      let new = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([1, 2]) }
      let words = "was written: it was missing\nA test that writes a file fails once: review"
      #expect(new?.description == "\(golden) \(words) \(text), and run it again.")
      try FileManager.default.removeItem(at: folder.file("f.diag"))
      let other = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([1, 2]) }
      #expect(other?.description == "\(text) \(words) it, and run it again.")
    }
  }

  @Test(
    "the command that takes a text over replaces the golden file, and keeps it if the tool fails or is missing",
    arguments: [("cat \"$3\"", Array("[1, 3]".utf8)), ("exit 65", [0x82, 0x01, 0x02]), (nil, [0x82, 0x01, 0x02])]
      as [(String?, [UInt8])])
  func takeOver(_ tool: String?, _ expected: [UInt8]) throws {
    try TestFolder.with { folder in
      try folder.write([0x82, 0x01, 0x02], "f.cbor")
      try folder.write(Array("[1, 3]".utf8), "f.diag")
      let error = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([1, 2]) }
      let lines = (error?.description ?? "").split(separator: "\n").map(String.init)
      let start = "If the text is right, take it over:  "
      let command = try #require(lines.first { $0.hasPrefix(start) }?.dropFirst(start.count))
      if let tool {
        let program = folder.url.appending(path: "hostcall").path(percentEncoded: false)
        let permissions = [FileAttributeKey.posixPermissions: 0o700]
        let content = Data("#!/bin/sh\n\(tool)\n".utf8)
        #expect(FileManager.default.createFile(atPath: program, contents: content, attributes: permissions))
      }
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", String(command)]
      shell.environment = ["PATH": folder.url.path(percentEncoded: false) + (tool == nil ? "" : ":/usr/bin:/bin")]
      shell.standardError = FileHandle.nullDevice
      try shell.run()
      shell.waitUntilExit()
      #expect(try folder.bytes("f") == expected)
    }
  }

  @Test("the text file must hold the same value, in any spelling and with any line endings")
  func texts() throws {
    try TestFolder.with { folder in
      try folder.write([0x82, 0x01, 0x02], "f.cbor")
      // A file may come from another implementation, which wrote no text.
      try folder.fixture("f", .none).expect([1, 2])
      #expect(throws: (any Error).self) { try folder.text("f.diag") }
      let new = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([1, 2]) }
      #expect(new?.reason == .recorded("it was missing"))
      #expect(new?.fixture.hasSuffix("/f.diag") == true)
      #expect(try folder.text("f.diag") == "[\n  1,\n  2\n]\n")
      for same in ["[\r\n  1,\r\n  2\r\n]\r\n", "[1, 2]", "[1, / two / 2]"] {
        try folder.write(Array(same.utf8), "f.diag")
        for recording in [FixtureRecording.none, .missing, .failed] {
          try folder.fixture("f", recording).expect([1, 2])
          try folder.fixture("f", recording).expect(decodesTo: [1, 2])
        }
        #expect(try folder.text("f.diag") == same)
        let other = #expect(throws: FixtureError.self) { try folder.fixture("f", .all).expect([1, 2]) }
        #expect(other?.reason == .recorded("its value was the same, but spelled differently"))
        try folder.fixture("f", .all).expect([1, 2])
      }
      for (other, difference) in [
        ("[1, 3]", "the first difference is at byte 2, at [1]: the fixture has 2, the text 3\n"),
        ("", "the text is no diagnostic notation: "), ("no notation", "the text is no diagnostic notation: "),
      ] {
        try folder.write(Array(other.utf8), "f.diag")
        let stale = #expect(throws: FixtureError.self) { try folder.fixture("f", .missing).expect([1, 2]) }
        #expect(stale?.description.contains("f.diag: its value differs from the value in ") == true)
        #expect(stale?.description.contains("f.cbor: \(difference)") == true)
        #expect(stale?.description.contains("/f.diag' >'/") == (other == "[1, 3]"))
        let old = #expect(throws: FixtureError.self) { try folder.fixture("f", .none).expect(decodesTo: [1, 2]) }
        #expect(old?.description.contains("f.cbor: \(difference)") == true)
        #expect(old?.description.contains("hostcall cbor encode") == false)
        #expect(try folder.text("f.diag") == other)
        let written = #expect(throws: FixtureError.self) { try folder.fixture("f", .failed).expect(decodesTo: [1, 2]) }
        #expect(written?.description.contains("f.diag was written: its value differs from the value in ") == true)
        #expect(try folder.text("f.diag") == "[\n  1,\n  2\n]\n")
      }
    }
  }
}
