// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import Testing

@Suite("Page")
struct PageTests {
  /// The folders with compiled and tested code, which pages may show, by language.
  private static let folders = [
    // The snippets about gRPC and macros are compiled and run with their tests, with the traits.
    "swift": [
      "Tests/DocumentationTests/Snippets", "Tests/DocumentationTests/FirstHostInC",
      "Tests/DocumentationTests/FirstHostInC/Sources/Thermostat", "Tests/DocumentationTests/GettingStarted",
      "Tests/DocumentationTests/GettingStarted/Sources/Thermostat",
      "Tests/DocumentationTests/GettingStarted/Tests/ThermostatTests", "Tests/HostCallGRPCTests/Snippets",
      "Tests/HostCallGRPCTests/Support", "Tests/DeclaredTests/Tests/DeclaredTests/Snippets",
      "Tests/ObservabilityTests/Tests/HostCallObservabilityTests/Snippets",
      "Examples/Hosts/swift/Sources/SwiftHost",
      "Examples/ProfileCore/Sources/ProfileCore", "Examples/ProfileCore/Sources/Greeting", "Examples/ProfileCore",
    ],
    "c": [
      "Tests/DocumentationTests/C", "Tests/DocumentationTests/FirstHostInC", "Examples/Hosts/c",
      "Examples/Hosts/poll",
    ],
    "python": [
      "Tests/DocumentationTests/Python", "Examples/Hosts/python",
      "Tool/Tests/HostCallToolTests/New/Accounts/hosts/python",
    ],
    "ld": ["Examples/ProfileCore/exports"],
  ]
  private static let suffixes = ["swift": "swift", "c": "c", "python": "py", "ld": "map"]

  private static func snippets(in language: String) throws -> [[String]] {
    let files = try folders[language, default: []].flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: Page.root.appending(path: folder), includingPropertiesForKeys: nil)
    }
    return try files.filter { $0.pathExtension == suffixes[language] }.map { file in
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
    }
  }

  /// Returns whether a block is a line of a manifest, which cannot be compiled in a Swift source.
  private static func isOfManifest(_ block: Page.Block) -> Bool {
    block.lines.first?.hasPrefix(".package(") == true
  }

  @Test(
    "all code on a page is also in a file that is compiled or run", arguments: try Page.all,
    ["swift", "c", "python", "ld"])
  func snippetsAreCompiled(page: Page, language: String) throws {
    let snippets = try Self.snippets(in: language)
    for block in page.blocks where block.language == language && !Self.isOfManifest(block) {
      #expect(
        snippets.contains { block.stands(in: $0) },
        "\(page):\(block.line): no compiled file contains the code that begins with `\(block.lines.first ?? "")`")
    }
  }

  @Test("each block of code on a page states a known language", arguments: try Page.all)
  func languages(page: Page) {
    let known = ["swift", "c", "cpp", "sh", "python", "cddl", "text", "cmake", "dockerfile", "ld"]
    for block in page.blocks {
      #expect(known.contains(block.language), "\(page):\(block.line): \(block.language) is not one of \(known)")
    }
  }

  @Test("the page about testing without a host says what each function of the header corresponds to")
  func functionsOfHosts() throws {
    let header = try String(
      contentsOf: Page.root.appending(path: "Sources/CHostBridge/include/hostcall.h"), encoding: .utf8)
    let page = try Page(path: "Sources/HostCallTesting/HostCallTesting.docc/TestingWithoutAHost.md")
    let declared = header.matches(of: /HOSTCALL_API [^(;]*\b(hostcall_\w+)\(/).map(\.1)
    let rows = page.text.matches(of: /`(hostcall_\w+)`(?=[^|\n]*\|)/).map(\.1)
    #expect(declared.count > 20)
    #expect(rows.sorted() == declared.sorted())
  }

  @Test("schemas on pages match the example's")
  func schema() throws {
    let schema = HostCallSchema(FetchProfile.self).cddl
    let pages = try Page.all.filter { $0.blocks.contains { $0.language == "cddl" } }
    #expect(pages.count >= 1)
    for page in pages {
      #expect(page.text.contains("```cddl\n\(schema)```\n"), "\(page) does not show the schema \(schema)")
    }
  }
}
