// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
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
    let isRelative = !isURL && !text.hasPrefix("/") && !text.hasPrefix("~")
    let checkout = isURL ? text : URL(filePath: text).standardizedFileURL.path
    let location = isRelative ? Self.path(to: checkout, from: folder) : checkout
    guard let odd = location.first(where: { "\"'\\$#`%".contains($0) || $0.isNewline || $0 < " " }) else {
      self = isURL ? .url(location) : .path(location)
      guard isURL || FileManager.default.fileExists(atPath: checkout + "/Sources/CHostBridge/include/hostcall.h") else {
        throw .noInput("\(checkout): found no Sources/CHostBridge/include/hostcall.h, expected a checkout of HostCall")
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

  /// Returns a relative path between two folders, without their links, since `..` leads to the parent of a link's
  /// target.
  private static func path(to checkout: String, from folder: String) -> String {
    let (target, start) = (real(URL(filePath: checkout)), real(URL(filePath: folder).standardizedFileURL))
    let same = zip(start, target).prefix(while: ==).count
    let steps = Array(repeating: "..", count: start.count - same) + target.dropFirst(same)
    return steps.joined(separator: "/")
  }

  /// Returns the parts of a path without links, of which the last ones may be missing.
  private static func real(_ place: URL) -> [String] {
    if let path = unsafe realpath(place.path, nil) {
      defer { unsafe free(path) }
      return URL(filePath: unsafe String(cString: path)).pathComponents
    }
    guard place.pathComponents.count > 1 else { return place.pathComponents }
    return real(place.deletingLastPathComponent()) + [place.lastPathComponent]
  }
}
