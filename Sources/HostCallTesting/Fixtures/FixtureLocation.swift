// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The location of a golden file.
struct FixtureLocation {
  /// The path without an extension.
  let path: String
  /// The folder that must exist before anything is written: the folder of the test's source, or an absolute folder.
  let root: String
  /// The error for a root that does not exist.
  let missingRoot: FixtureError.Reason

  /// The extensions of the files, which are not part of a name.
  private static let endings = [".cbor", ".diag", ".schema"]

  /// Creates a location.
  ///
  /// - Parameters:
  ///   - name: The file's name without its extension; a slash separates a subfolder.
  ///   - folder: The folder of the files, relative to the folder of the test's source, or an absolute path.
  ///   - location: The test's location.
  ///   - environment: The environment, in which `HOSTCALL_FIXTURES` may name a copy of the tests' folders.
  init(
    _ name: String, in folder: String, of location: TestLocation, environment: [String: String]
  ) throws(FixtureError.Reason) {
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !steps.contains(where: { ["", ".", ".."].contains($0) }), !name.contains("\0") else {
      throw .unusable(
        "\"\(name)\" is not a valid fixture name: expected names separated by slashes, none empty, \".\" or \"..\"")
    }
    if let ending = Self.endings.first(where: name.hasSuffix) {
      throw .unusable("\"\(name)\" is not a valid fixture name: \(ending) is added automatically")
    }
    if folder.hasPrefix("/") {
      root = folder
      missingRoot = .unusable("the folder \(root) does not exist")
    } else {
      root = Self.testFolder(of: location, environment["HOSTCALL_FIXTURES"])
      missingRoot = .unusable(
        "the test's folder \(root) does not exist; set HOSTCALL_FIXTURES to a copy of the folder with the test targets")
    }
    path = folder.hasPrefix("/") ? "\(folder)/\(name)" : "\(root)/\(folder)/\(name)"
  }

  /// Returns the folder of the test's source, or its counterpart in a copy.
  ///
  /// In a copy, folders are located from the test's module onwards: for `/src/Tests/CoreTests/Users/LogIn.swift` in the
  /// module `CoreTests` and a copy at `/data`, the folder is `/data/CoreTests/Users`.
  private static func testFolder(of location: TestLocation, _ copy: String?) -> String {
    let folders = location.filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard let copy, !copy.isEmpty else { return folders.isEmpty ? "." : folders.joined(separator: "/") }
    let below = folders.lastIndex { $0 == location.module }.map { folders[$0...].dropFirst() } ?? []
    return ([copy, location.module] + below.map(String.init)).joined(separator: "/")
  }
}
