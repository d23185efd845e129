// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCallGenerator
import Testing

/// Compares what each emitter writes with the committed files in `Fixtures/generated/<language>/<descriptor>`.
///
/// With `HOSTCALL_WRITE_GENERATED=1` the tests write the files instead; review the difference.
@Suite("Generated hosts")
struct GoldenTests {
  private static let descriptors = ["every_type", "profile_core"]

  @Test("an emitter writes the committed files", arguments: Emitters.languages, descriptors)
  func golden(_ language: String, _ descriptor: String) throws {
    let emitter = try #require(Emitters.emitter(of: language))
    let files = try emitter.files(for: InterfaceModel(Descriptors.named(descriptor)))
    let folder = Descriptors.folder.appending(path: "generated/\(language)/\(descriptor)")
    if ProcessInfo.processInfo.environment["HOSTCALL_WRITE_GENERATED"] != nil {
      try? FileManager.default.removeItem(at: folder)
      for file in files {
        let target = folder.appending(path: file.path)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: target)
      }
    }
    for file in files {
      let golden = try String(contentsOf: folder.appending(path: file.path), encoding: .utf8)
      #expect(golden == file.text, "\(folder.path)/\(file.path)")
    }
    let committed = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(Set(committed.filter { $0.contains(".") }) == Set(files.map(\.path)))
  }

  @Test("files end with one line feed, and have no trailing spaces", arguments: Emitters.languages)
  func form(_ language: String) throws {
    for file in try #require(Emitters.emitter(of: language)).files(for: Descriptors.everyType()) {
      #expect(file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"), "\(file.path)")
      for line in file.text.split(separator: "\n") { #expect(line.last != " ", "\(file.path): \(line)") }
    }
  }
}
