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
  /// The absolute path of a checkout.
  case path(String)

  /// The URL of the README.
  package static let released = PackageSource.url("https://github.com/OWNER/swift-host-call")

  /// Reads the value of `--package`.
  ///
  /// - Throws: An error for a folder that is no checkout, and for characters that would have to be quoted in
  ///   manifests and makefiles.
  package init(_ text: String) throws(CommandError) {
    guard !text.isEmpty else {
      throw CommandError(status: 64, message: "--package: found no text, expected a folder or a URL")
    }
    let isURL = text.contains("://") || text.hasPrefix("git@")
    let location = isURL ? text : URL(filePath: text).standardizedFileURL.path
    guard let odd = location.first(where: { "\"'\\$#`%".contains($0) || $0.isNewline || $0 < " " }) else {
      self = isURL ? .url(location) : .path(location)
      guard isURL || FileManager.default.fileExists(atPath: location + "/Sources/CHostBridge/include/hostcall.h") else {
        throw .noInput("\(location): found no Sources/CHostBridge/include/hostcall.h, expected a checkout of HostCall")
      }
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
    case .path(let path): path
    }
  }

  /// The name of the package in `Package.swift`: that of the repository, whichever name its manifest has.
  var package: String {
    guard case .url(let url) = self, let last = url.split(whereSeparator: { $0 == "/" || $0 == ":" }).last else {
      return "swift-host-call"
    }
    return String(last.hasSuffix(".git") ? last.dropLast(4) : last)
  }
}
