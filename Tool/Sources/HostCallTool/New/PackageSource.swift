// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Where a new package finds HostCall: at a URL, or in a checkout.
package enum PackageSource: Equatable, Sendable {
  /// A released version, as in the README.
  case url(String)
  /// The path of a checkout: absolute, or from the folder of the new package.
  case path(String)

  /// The URL of the README.
  package static let released = PackageSource.url("https://github.com/OWNER/swift-host-call")

  /// Reads the value of `--package`, for a package in a folder, which may be missing.
  ///
  /// A relative path stays one, so that both folders can be moved together.
  ///
  /// - Throws: An error for a folder that is no checkout, and for characters that would have to be quoted in
  ///   manifests and makefiles.
  package init(_ text: String, for folder: String) throws(CommandError) {
    guard !text.isEmpty else {
      throw CommandError(status: 64, message: "--package: found no text, expected a folder or a URL")
    }
    let isURL = text.contains("://") || text.hasPrefix("git@")
    let location = isURL ? text : URL(filePath: text).standardizedFileURL.path
    guard let odd = location.first(where: { "\"'\\$#`%".contains($0) || $0.isNewline || $0 < " " }) else {
      guard isURL || FileManager.default.fileExists(atPath: location + "/Sources/CHostBridge/include/hostcall.h") else {
        throw .noInput("\(location): found no Sources/CHostBridge/include/hostcall.h, expected a checkout of HostCall")
      }
      self = isURL ? .url(text) : .path(text.hasPrefix("/") ? location : Self.path(to: location, from: folder))
      return
    }
    let found = "found the character \(String(odd).debugDescription) in '\(location)'"
    throw CommandError(status: 64, message: "--package: \(found), expected none of \"'\\$#`%")
  }

  /// The dependency in `Package.swift`.
  var dependency: String {
    switch self {
    case .url(let url): #".package(url: "\#(url)", from: "\#(HostCallCommand.version)")"#
    case .path(let path): #".package(name: "swift-host-call", path: "\#(path)")"#
    }
  }

  /// The folder of the package for the makefile.
  var folder: String {
    switch self {
    case .url: "$(CURDIR)/.build/checkouts/" + package
    case .path(let path): path.hasPrefix("/") ? path : "$(CURDIR)/" + path
    }
  }

  /// The name of the package in `Package.swift`: that of the repository, whichever name its manifest has.
  var package: String {
    guard case .url(let url) = self, let last = url.split(whereSeparator: { $0 == "/" || $0 == ":" }).last else {
      return "swift-host-call"
    }
    return String(last.hasSuffix(".git") ? last.dropLast(4) : last)
  }

  /// Returns a relative path between two folders, without their links, since `..` leads to the parent of a link's target.
  private static func path(to checkout: String, from folder: String) -> String {
    let target = URL(filePath: checkout).resolvingSymlinksInPath().pathComponents
    var existing = URL(filePath: folder).standardizedFileURL
    var missing: [String] = []
    while !FileManager.default.fileExists(atPath: existing.path), existing.pathComponents.count > 1 {
      missing.append(existing.lastPathComponent)
      existing.deleteLastPathComponent()
    }
    let start = existing.resolvingSymlinksInPath().pathComponents + missing.reversed()
    let same = zip(start, target).prefix(while: ==).count
    let steps = Array(repeating: "..", count: start.count - same) + target.dropFirst(same)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }
}
