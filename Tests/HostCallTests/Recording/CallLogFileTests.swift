// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("The file of a log of calls", .timeLimit(.minutes(1)))
struct CallLogFileTests {
  private let log: TestLog

  init() throws { log = try TestLog() }

  private func call(_ count: Int, on bridge: HostBridge) async throws {
    for _ in 0..<count { #expect(try await bridge.call(FetchProfile(userID: 7)).name.utf8.count == 2000) }
  }

  private func withBridge(
    _ change: (inout CallRecorder.Options) -> Void = { _ in }, _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(configuration: log.configuration(change)) { bridge async throws in
      try bridge.handle(FetchProfile.self) { _, _ in .init(name: String(repeating: "a", count: 2000), tags: []) }
      try await body(bridge)
    }
  }

  @Test("a full log is renamed, and both files stay within the limit")
  func rotation() async throws {
    try await withBridge({
      $0.recordsPayloads = true
      $0.sizeLimit = 1
    }) { bridge async throws in
      #expect(try log.records().isEmpty)
      try await call(40, on: bridge)
      let (current, previous) = (try log.records(), try log.records("log.1"))
      #expect(try log.bytes().count <= 32 << 10 && log.bytes("log.1").count <= 32 << 10)
      #expect(current.count + previous.count < 80 && previous.count > 10)
      // Without a gap up to the last; a handler's record, with the higher number, precedes its caller's.
      let numbers = (previous + current).map(\.number)
      #expect(Set(numbers) == Set(numbers.min()!...80))
      #expect(current.allSatisfy { $0.lost == nil })
    }
  }

  @Test("a full log that cannot be renamed does not grow, and later records are lost")
  func unmovable() async throws {
    try FileManager.default.createDirectory(atPath: log.path("log.1/folder"), withIntermediateDirectories: true)
    try await withBridge({
      $0.recordsPayloads = true
      $0.sizeLimit = 1
    }) { bridge async throws in
      try await call(40, on: bridge)
      #expect(try log.bytes().count <= 32 << 10)
      try FileManager.default.removeItem(atPath: log.path("log.1"))
      try await Task.sleep(for: AppendedFile.retryInterval)
      try await call(1, on: bridge)
      #expect(try log.records().contains { ($0.lost ?? 0) > 0 })
    }
  }

  @Test("a file that cannot be renamed, or opened, is tried again after an interval")
  func retry() throws {
    let clock = VirtualClock()
    let file = try AppendedFile(log.path(), header: [0xA0], sizeLimit: 10, clock: .virtual(clock))
    let record = [UInt8](repeating: 1, count: 9)
    #expect(file.append(record))
    try FileManager.default.createDirectory(atPath: log.path("log.1/folder"), withIntermediateDirectories: true)
    #expect(!file.append(record))
    try FileManager.default.removeItem(atPath: log.path("log.1"))
    #expect(!file.append(record))
    clock.advance(to: clock.moment(after: AppendedFile.retryInterval - .nanoseconds(1)))
    #expect(!file.append(record))
    clock.advance(to: clock.moment(after: .nanoseconds(1)))
    #expect(file.append(record))
    #expect(try log.bytes("log.1") == [0xA0] + record && log.bytes() == [0xA0] + record)

    // The attempt has succeeded, so the next one is made at once; the folder is missing.
    try FileManager.default.removeItem(atPath: log.path())
    try FileManager.default.createDirectory(atPath: log.path(), withIntermediateDirectories: true)
    #expect(!file.append(record))
    try FileManager.default.removeItem(atPath: log.path())
    #expect(!file.append(record))
    clock.advance(to: clock.moment(after: AppendedFile.retryInterval))
    #expect(file.append(record))
  }

  @Test("a full file that is emptied is written at once, though it cannot be renamed")
  func emptiedWhileFull() throws {
    let file = try AppendedFile(log.path(), header: [0xA0], sizeLimit: 10, clock: .virtual(VirtualClock()))
    let record = [UInt8](repeating: 1, count: 9)
    try FileManager.default.createDirectory(atPath: log.path("log.1/folder"), withIntermediateDirectories: true)
    #expect(file.append(record))
    #expect(!file.append(record))
    #expect(unsafe truncate(log.path(), 0) == 0)
    #expect(file.append(record))
    #expect(try log.bytes() == [0xA0] + record)
  }

  @Test("a log that is emptied in place begins with a header again, whichever of its writers is first")
  func emptied() async throws {
    try await withBridge { bridge async throws in
      try await withBridge { other async throws in
        try await call(1, on: bridge)
        #expect(unsafe truncate(log.path(), 0) == 0)
        try await call(1, on: bridge)
        try await call(1, on: other)
        #expect(try log.records().map(\.number) == [4, 3, 2, 1])
        #expect(unsafe truncate(log.path(), 0) == 0)
        try await call(1, on: other)
        #expect(try log.records().map(\.number) == [4, 3])
        // A log that a recorder opens later.
        #expect(try log.configuration().callInterceptors.count == 1)
      }
    }
  }

  @Test("a path is that of the folder in which the recorder was created")
  func relative() throws {
    let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
    let file = try AppendedFile(
      String(repeating: "../", count: depth) + log.path().dropFirst(), header: [0xA0], sizeLimit: 1000)
    #expect(file.path == URL(filePath: log.path()).resolvingSymlinksInPath().path(percentEncoded: false))
    #expect(file.append([0xA0]))
    #expect(try log.bytes() == [0xA0, 0xA0])
  }

  @Test("a full file is renamed, and not the link that led to it, as /dev/stderr is one")
  func link() throws {
    try FileManager.default.createSymbolicLink(atPath: log.path("link"), withDestinationPath: "log")
    #expect(FileManager.default.createFile(atPath: log.path(), contents: nil))
    let file = try AppendedFile(log.path("link"), header: [0xA0], sizeLimit: 10)
    let record = [UInt8](repeating: 1, count: 9)
    #expect(file.append(record) && file.append(record))
    #expect(try log.bytes("log.1") == [0xA0] + record && log.bytes("link") == [0xA0] + record)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: log.path("link")) == "log")

    // The file is moved, and a link to it is put in its place.
    try FileManager.default.moveItem(atPath: log.path(), toPath: log.path("moved"))
    try FileManager.default.createSymbolicLink(atPath: log.path(), withDestinationPath: "moved")
    #expect(!file.append(record))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: log.path()) == "moved")
  }

  @Test("two recorders write one log")
  func twoRecorders() async throws {
    try await withBridge { bridge async throws in
      try await call(2, on: bridge)
      try await withBridge { try await call(3, on: $0) }
      try await call(2, on: bridge)
    }
    #expect(try log.records().count == 14)
  }

  @Test("a log that is renamed by another of its writers is followed")
  func renamedByAnother() async throws {
    func limit(_ options: inout CallRecorder.Options) {
      options.recordsPayloads = true
      options.sizeLimit = 1
    }
    try await withBridge(limit) { bridge async throws in
      try await withBridge(limit) { other async throws in
        for _ in 1...20 {
          try await call(2, on: bridge)
          try await call(1, on: other)
        }
      }
    }
    #expect(try !log.records().isEmpty && !log.records("log.1").isEmpty)
    #expect(try log.bytes().count <= 32 << 10 && log.bytes("log.1").count <= 32 << 10)
  }

  @Test("a payload over the limit is left out")
  func payloadLimit() async throws {
    try await withBridge({
      $0.recordsPayloads = true
      $0.payloadLimit = 1000
    }) { try await call(1, on: $0) }
    for record in try log.records() {
      #expect(record.request != nil && record.response == nil)
      // {"name": "aaa…", "tags": []}: 1 + 5 + 3 + 2000 + 5 + 1 bytes.
      #expect(record.omitted == ["response: 2015 bytes"])
    }
    #expect(try log.records().count == 2)
  }

  #if os(Linux)
  @Test("records are counted while the disk is full, and calls continue")
  func fullDisk() async throws {
    let recorder = try CallRecorder(path: log.path())
    try await HostCallTesting.withBridge(configuration: .recording(recorder)) { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in Empty() }
      _ = try await bridge.call(Ping())
      // The file is deleted, and the path leads to a device that has no space.
      try FileManager.default.removeItem(atPath: log.path())
      try FileManager.default.createSymbolicLink(atPath: log.path(), withDestinationPath: "/dev/full")
      for _ in 1...3 { _ = try await bridge.call(Ping()) }
      #expect(recorder.lostRecords == 6)
      try FileManager.default.removeItem(atPath: log.path())
      try await Task.sleep(for: AppendedFile.retryInterval)
      _ = try await bridge.call(Ping())
      #expect(try log.records().map(\.lost) == [6, nil])
      #expect(recorder.lostRecords == 6)
    }
  }
  #endif

  @Test("the log is readable by its owner only")
  func mode() async throws {
    _ = try CallRecorder(path: log.path())
    let mode = try FileManager.default.attributesOfItem(atPath: log.path())[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test(
    "a path that is no log is refused, and the file stays as it is",
    arguments: [
      ("folder", "Is a directory"), ("text", "another content than a log of calls"), ("pipe", "not a regular file"),
      ("missing/log", "No such file or directory"), ("zero\0", "the path contains a zero"),
    ])
  func refused(name: String, reason: String) throws {
    try FileManager.default.createDirectory(atPath: log.path("folder"), withIntermediateDirectories: true)
    try Data("D9D9F7 text".utf8).write(to: URL(filePath: log.path("text")))
    #expect(unsafe mkfifo(log.path("pipe"), 0o600) == 0)
    let error = #expect(throws: HostSetupError.self) { try CallRecorder(path: log.path("folder") + "/../" + name) }
    #expect(error?.code == .failedPrecondition)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(try log.bytes("text") == Array("D9D9F7 text".utf8))
  }
}
