// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCallGenerator
import HostCallTool
import Testing

@Suite("OutputFolder")
struct OutputFolderTests {
  /// Calls `body` with a folder that exists until it returns.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hostcall-output-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func text(_ place: URL) throws -> String { try String(contentsOf: place, encoding: .utf8) }

  @Test("files that are missing or differ are written, in folders that are created")
  func written() throws {
    try withFolder { (folder: URL) throws in
      let output = OutputFolder(path: folder.path + "/deep/er")
      let files = [GeneratedFile(path: "a.py", text: "a"), GeneratedFile(path: "b/c.py", text: "c")]
      #expect(try output.write(files) == ["a.py", "b/c.py"].map { "\(folder.path)/deep/er/\($0)" })
      #expect(try output.write(files) == [])
      let changed = [files[0], GeneratedFile(path: "b/c.py", text: "d")]
      #expect(try output.write(changed) == ["\(folder.path)/deep/er/b/c.py"])
      #expect(try text(folder.appending(path: "deep/er/b/c.py")) == "d")
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).count == 5)
    }
  }

  @Test("a file is replaced as a whole: a reader has the old one or the new one")
  func whole() throws {
    try withFolder { folder in
      let place = folder.appending(path: "a.py")
      try Data("old".utf8).write(to: place)
      let reader = try FileHandle(forReadingFrom: place)
      _ = try OutputFolder(path: folder.path).write([GeneratedFile(path: "a.py", text: "new")])
      #expect(try reader.readToEnd() == Data("old".utf8))
      #expect(try text(place) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.py"])
    }
  }

  @Test("a file keeps its permissions, and a link leads to the same place")
  func kept() throws {
    try withFolder { folder in
      let (shared, link) = (folder.appending(path: "shared.py"), folder.appending(path: "host/a.py"))
      try Data("old".utf8).write(to: shared)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: shared.path)
      try FileManager.default.createDirectory(at: folder.appending(path: "host"), withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "../shared.py")
      _ = try OutputFolder(path: folder.path + "/host").write([GeneratedFile(path: "a.py", text: "new")])
      #expect(try text(shared) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "../shared.py")
      let permissions = try FileManager.default.attributesOfItem(atPath: shared.path)[.posixPermissions]
      #expect(permissions as? Int == 0o640)
    }
  }
}
