// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCallTool
import Testing

@Suite("PackageSource")
struct PackageSourceTests {
  private static let checkout = URL(filePath: #filePath).appending(path: "../../../../..").standardized.path

  @Test("a URL is one, and a folder is a checkout of HostCall")
  func places() throws {
    for url in ["https://example.com/swift-host-call.git", "git@example.com:swift-host-call"] {
      #expect(try PackageSource(url, for: "Accounts") == .url(url))
    }
    let checkout = Self.checkout.hasSuffix("/") ? String(Self.checkout.dropLast()) : Self.checkout
    #expect(try PackageSource(checkout + "/Tool/..", for: "Accounts") == .path(checkout))
  }

  @Test("a relative path is one from the folder of the package, also through links")
  func relative() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).resolvingSymlinksInPath()
    defer { try? FileManager.default.removeItem(at: folder) }
    for place in ["far/away", "checkout/Sources/CHostBridge/include"] {
      try FileManager.default.createDirectory(at: folder.appending(path: place), withIntermediateDirectories: true)
    }
    try Data().write(to: folder.appending(path: "checkout/Sources/CHostBridge/include/hostcall.h"))
    for (link, target) in [("near", "far/away"), ("link", "checkout")] {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: link), withDestinationURL: folder.appending(path: target))
    }
    let here = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }.joined(separator: "/")
    for (checkout, place, expected) in [
      ("checkout", "New", "../checkout"), ("checkout", "a/b", "../../checkout"), ("link", "New", "../checkout"),
      ("checkout", "near/New", "../../../checkout"), ("checkout", "checkout/New/", ".."),
      ("checkout", "far/../New/.", "../checkout"),
    ] {
      let source = try PackageSource("\(here)\(folder.path)/\(checkout)", for: "\(folder.path)/\(place)")
      #expect(source == .path(expected), "\(checkout) from \(place)")
    }
    // The name of the link's target is written, and its characters count.
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "odd"), withDestinationURL: folder.appending(path: "a$b"))
    try FileManager.default.createDirectory(at: folder.appending(path: "a$b"), withIntermediateDirectories: true)
    let error = #expect(throws: CommandError.self) {
      try PackageSource("\(here)\(folder.path)/odd", for: "\(folder.path)/New")
    }
    #expect(error?.message.contains(#"found the character "$""#) == true, "\(error?.message ?? "")")
    let template = try PackageTemplate(name: PackageName("Accounts"), hosts: [], source: .path("../checkout"))
    let files = try await template.files()
    let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(texts.contains { $0.contains(#".package(name: "swift-host-call", path: "../checkout")"#) })
    #expect(texts.contains { $0.contains("PACKAGE ?= $(CURDIR)/../checkout\n") })
  }

  @Test(
    "another folder, and characters that would need quotes, are refused",
    arguments: [
      ("/no/such/folder", 66, "/no/such/folder: found no Sources/CHostBridge/include/hostcall.h, expected a checkout"),
      ("https://example.com/\"x\"", 64, #"found the character "\"""#), ("/a$b", 64, #"found the character "$""#),
      ("/a\nb", 64, #"found the character "\n""#), ("", 64, "found no text"),
    ])
  func refused(_ text: String, _ status: Int, _ words: String) {
    let error = #expect(throws: CommandError.self) { try PackageSource(text, for: "Accounts") }
    #expect(error.map { Int($0.status) } == status)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test(
    "products are those of the package that the URL names",
    arguments: [
      ("https://example.com/Team/HostCall-Fork.git", "HostCall-Fork"), ("git@example.com:hostcall.git", "hostcall"),
      ("git@example.com:Team/HostCall", "HostCall"), ("https://example.com/swift-host-call/", "swift-host-call"),
    ])
  func forks(_ url: String, _ name: String) async throws {
    let source = try PackageSource(url, for: "Accounts")
    let files = try await PackageTemplate(name: PackageName("Accounts"), hosts: [], source: source).files()
    let texts = Dictionary(uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    let products = texts["Package.swift"]?.matches(of: /package: "([^"]*)"/).map { String($0.1) }
    #expect(products == Array(repeating: name, count: 4))
    #expect(texts["Makefile"]?.contains("PACKAGE ?= $(CURDIR)/.build/checkouts/\(name)\n") == true)
  }

  @Test("without --package, a package depends on the URL and version of this tool, and finds its checkout")
  func released() async throws {
    let files = try await PackageTemplate(name: PackageName("Accounts"), hosts: [.python], source: .released).files()
    let texts = Dictionary(uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    let dependency = #".package(url: "https://github.com/OWNER/swift-host-call", from: "\#(HostCallCommand.version)")"#
    #expect(texts["Package.swift"]?.contains(dependency) == true)
    #expect(texts["Makefile"]?.contains("PACKAGE ?= $(CURDIR)/.build/checkouts/swift-host-call\n") == true)
    let readme = try String(contentsOf: URL(filePath: Self.checkout).appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains(dependency))
  }
}
