// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCallTool
import Testing

/// Compares the files of a new package with the committed ones in `Accounts`, except for those that `hostcall generate`
/// writes, which have tests of their own.
///
/// With `HOSTCALL_WRITE_GENERATED=1` the test writes the files instead; review the difference.
@Suite("PackageTemplate")
struct PackageTemplateTests {
  private static let folder = URL(filePath: #filePath).appending(path: "../Accounts").standardized
  private static let generated = Data("Written by `hostcall generate".utf8)

  private func files(
    _ name: String = "Accounts", hosts: [HostLanguage] = HostLanguage.allCases
  ) async throws -> [PackageFile] {
    try await PackageTemplate(name: PackageName(name), hosts: hosts, source: .path("/path/to/swift-host-call")).files()
  }

  @Test("a new package has the committed files")
  func golden() async throws {
    let files = try await files().filter { Data($0.bytes.prefix(80)).range(of: Self.generated) == nil }
    if ProcessInfo.processInfo.environment["HOSTCALL_WRITE_GENERATED"] != nil {
      try? FileManager.default.removeItem(at: Self.folder)
      for file in files {
        let target = Self.folder.appending(path: file.path)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: target)
      }
    }
    for file in files {
      let golden = try Data(contentsOf: Self.folder.appending(path: file.path))
      #expect(golden == Data(file.bytes), "\(file.path)")
    }
    let committed = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
    #expect(Set(committed.filter { $0.contains(".") || $0.hasSuffix("Makefile") }) == Set(files.map(\.path)))
  }

  @Test("each host has its program, and what is generated for it", arguments: HostLanguage.allCases)
  func hosts(_ language: HostLanguage) async throws {
    let paths = try await files(hosts: [language]).map(\.path).filter { $0.hasPrefix("hosts/") }
    #expect(paths.allSatisfy { $0.hasPrefix("hosts/\(language.rawValue)/") })
    #expect(paths.contains { $0.hasPrefix("hosts/\(language.rawValue)/main.") })
    #expect(paths.contains { $0.hasPrefix("hosts/\(language.rawValue)/accounts") })
  }

  @Test("another name replaces every mention, and no placeholder stays", arguments: ["TideTables", "HTTPGate"])
  func names(_ name: String) async throws {
    for file in try await files(name) {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!text.lowercased().contains("accounts") && !file.path.lowercased().contains("accounts"), "\(file.path)")
      #expect(!text.contains("{{") && !file.path.contains("{{"), "\(file.path)")
    }
  }

  @Test(
    "a name that is also a file of a host is refused, where that host is wanted",
    arguments: [
      ("Golden", HostLanguage.cpp, "hosts/cpp/golden.cpp"), ("Profiles", .cpp, "hosts/cpp/profiles.hpp"),
    ])
  func sameFile(_ name: String, _ language: HostLanguage, _ path: String) async throws {
    let error = await #expect(throws: CommandError.self) { try await files(name, hosts: [.python, language]) }
    #expect(error?.status == 64)
    let words = "found '\(name)', expected another: \(path) is a file of the template"
    #expect(error?.message == "the name of the package: \(words)")
    _ = try await files(name, hosts: HostLanguage.allCases.filter { $0 != language })
  }

  @Test(
    "a name that headers of C and C++ declare outside of namespaces is refused for a host in C++",
    arguments: [
      // Functions, types, a variable, a namespace and macros.
      "Clock", "Index", "System", "Log", "Read", "PthreadOnce", "Tm", "Timeval", "ClockT", "Timezone", "ABI", "Alloca",
    ])
  func inHeaders(_ name: String) async throws {
    let error = await #expect(throws: CommandError.self) { try await files(name, hosts: [.cpp, .python]) }
    let prefix = try PackageName(name).prefix
    #expect(error?.status == 64)
    let words = "found '\(name)', expected another: '\(prefix)' is taken for hosts in cpp"
    #expect(error?.message == "the name of the package: \(words)")
    _ = try await files(name, hosts: HostLanguage.allCases.filter { $0 != .cpp })
  }

  @Test(
    "with every name that is not refused, hosts refer only to what is in the package", arguments: PackageNameWords.all)
  func references(_ word: String) async throws {
    let text = word.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    let name: PackageName
    let files: [PackageFile]
    do {
      name = try PackageName(text)
      files = try await self.files(text)
    } catch {
      // A refused name.
      return #expect((error as? CommandError)?.status == 64, "\(error)")
    }
    #expect(Set(files.map(\.path)).count == files.count)
    let missing = PackageReferences(files, prefix: name.prefix).missing
    #expect(missing == [])
  }

  @Test("without hosts, the demonstration is a call from the command line")
  func withoutHosts() async throws {
    let files = try await files(hosts: [])
    #expect(!files.contains { $0.path.hasPrefix("hosts") })
    let makefile = try #require(files.first { $0.path == "Makefile" })
    #expect(String(decoding: makefile.bytes, as: UTF8.self).contains("\ndemo: demo-call\n"))
    let readme = try #require(files.first { $0.path == "README.md" })
    #expect(!String(decoding: readme.bytes, as: UTF8.self).contains("python"))
  }

  @Test("languages are listed with commas, in any order")
  func languages() throws {
    #expect(try HostLanguage.list("python, c") == [.c, .python])
    #expect(try HostLanguage.list("") == [])
    #expect(throws: (any Error).self) { try HostLanguage.list("python,cobol") }
  }
}
