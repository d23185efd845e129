// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCallTool
import Testing

@Suite("ProgramFile") struct ProgramFileTests {
  /// Calls `body` with the path of a folder that has a program, a text and a folder in it, until it returns.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "programs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "folder"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, mode) in [("program", 0o700), ("text", 0o600)] {
      let path = folder.appending(path: name).path(percentEncoded: false)
      #expect(FileManager.default.createFile(atPath: path, contents: Data(), attributes: [.posixPermissions: mode]))
    }
    try body(folder.path(percentEncoded: false))
  }

  private func failure(_ command: String, in folders: String?) -> String? {
    do throws(CommandError) {
      try ProgramFile.check(command, in: folders)
      return nil
    } catch {
      return "\(error.status) \(error.message)"
    }
  }

  @Test("a name is searched in the folders, one after the other")
  func names() throws {
    try withFolder { folder in
      #expect(failure("program", in: folder) == nil)
      #expect(failure("program", in: "/no-such-folder:\(folder)/text:\(folder)/folder:\(folder)") == nil)
      #expect(failure("text", in: folder) == "126 text: Permission denied")
      #expect(failure("folder", in: folder) == "126 folder: Permission denied")
      #expect(failure("missing", in: folder) == "127 missing: No such file or directory")
      #expect(failure("program", in: "") == "127 program: No such file or directory")
      #expect(failure("", in: folder) == "127 : No such file or directory")
      // The system knows where to search.
      #expect(failure("missing", in: nil) == nil)
    }
  }

  @Test("a path is not searched")
  func paths() throws {
    try withFolder { folder in
      #expect(failure("\(folder)/program", in: "") == nil)
      #expect(failure("\(folder)/text", in: nil) == "126 \(folder)/text: Permission denied")
      #expect(failure("\(folder)/folder", in: nil) == "126 \(folder)/folder: Permission denied")
      #expect(failure("\(folder)/missing", in: folder) == "127 \(folder)/missing: No such file or directory")
      #expect(failure("\(folder)/text/program", in: folder) == "126 \(folder)/text/program: Not a directory")
    }
  }
}
