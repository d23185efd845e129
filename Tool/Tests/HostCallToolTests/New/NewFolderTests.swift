// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCallTool
import Testing

@Suite("NewFolder")
struct NewFolderTests {
  private static let files = [
    PackageFile(path: "a.txt", text: "a"), PackageFile(path: "deep/er/b.cbor", bytes: [0xF6]),
  ]

  /// Calls `body` with a folder that exists until it returns.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hostcall-new-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func paths(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a missing or an empty folder receives all files, and its parents are created")
  func created() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(at: folder.appending(path: "empty"), withIntermediateDirectories: true)
      for name in ["new", "empty", "x/y"] {
        let place = folder.appending(path: name)
        try NewFolder(path: place.path).create(Self.files)
        #expect(try paths(in: place) == ["a.txt", "deep", "deep/er", "deep/er/b.cbor"])
      }
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["new", "empty", "x"])
    }
  }

  @Test("an empty folder stays the same, also behind a link, and keeps its permissions")
  func kept() throws {
    try withFolder { folder in
      let (empty, link) = (folder.appending(path: "empty"), folder.appending(path: "link"))
      try FileManager.default.createDirectory(
        at: empty, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: empty)
      func identity() throws -> [Int?] {
        let attributes = try FileManager.default.attributesOfItem(atPath: empty.path)
        return [attributes[.systemFileNumber] as? Int, attributes[.posixPermissions] as? Int]
      }
      let before = try identity()
      for place in [empty, link] {
        try NewFolder(path: place.path).create(Self.files)
        #expect(try paths(in: empty) == ["a.txt", "deep", "deep/er", "deep/er/b.cbor"])
        #expect(try identity() == before)
        for name in ["a.txt", "deep"] { try FileManager.default.removeItem(at: empty.appending(path: name)) }
      }
      #expect(before[1] == 0o700)
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["empty", "link"])
    }
  }

  @Test("a link to a missing folder is refused")
  func dangling() throws {
    try withFolder { folder in
      let link = folder.appending(path: "link").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
      let error = #expect(throws: CommandError.self) { try NewFolder(path: link).create(Self.files) }
      #expect(error?.status == 74)
      let words = "found a link to nowhere, which is missing, expected an empty folder or none"
      #expect(error?.message == "\(link): \(words)")
    }
  }

  @Test("a folder with a file, and a file, are refused and unchanged")
  func refused() throws {
    try withFolder { folder in
      try Data("mine".utf8).write(to: folder.appending(path: "notes"))
      let full = #expect(throws: CommandError.self) { try NewFolder(path: folder.path).create(Self.files) }
      #expect(full?.message == "\(folder.path): found a folder with notes, expected an empty one or none")
      let file = #expect(throws: CommandError.self) {
        try NewFolder(path: folder.appending(path: "notes").path).create(Self.files)
      }
      #expect(file?.message.contains("found a file, expected an empty folder or none") == true)
      #expect(full?.status == 74 && file?.status == 74)
      #expect(try paths(in: folder) == ["notes"])
    }
  }

  @Test("a file that cannot be written leaves nothing behind")
  func undone() throws {
    try withFolder { folder in
      let files = Self.files + [PackageFile(path: "a.txt/below", text: "a.txt is a file")]
      for place in [folder.appending(path: "new"), folder, folder.appending(path: "a/b/c")] {
        let error = #expect(throws: CommandError.self) { try NewFolder(path: place.path).create(files) }
        #expect(error?.status == 74)
        let left = try paths(in: folder)
        #expect(left == [], "\(place.path)")
      }
      try FileManager.default.createDirectory(at: folder.appending(path: "mine"), withIntermediateDirectories: false)
      let within = folder.appending(path: "mine/a/b").path
      #expect(throws: CommandError.self) { try NewFolder(path: within).create(files) }
      #expect(try paths(in: folder) == ["mine"])
    }
  }
}
