// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A file that is read and written in one operation.
struct FixtureFile {
  let path: String
  private let location: FixtureLocation

  /// - Parameter ending: The extension, with its dot.
  init(_ location: FixtureLocation, _ ending: String) {
    path = location.path + ending
    self.location = location
  }

  /// Returns the file's bytes; `nil` if the file does not exist but the root folder does.
  func read() throws(FixtureError.Reason) -> [UInt8]? {
    try checkFolders()
    guard FileManager.default.fileExists(atPath: path) else {
      try checkRoot()
      return nil
    }
    // Reading any other kind may block or never end.
    switch Self.type(of: path) {
    case .typeRegular?: break
    case .typeDirectory?: throw .unusable("expected a file, but found a folder")
    default: throw .unusable("expected a regular file, but found a file of another kind")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unusable("the file cannot be read: \(Self.reason(of: error))")
    }
  }

  /// Writes the file atomically, so that an interrupted test leaves no partial fixture.
  func write(_ bytes: [UInt8]) throws(FixtureError.Reason) {
    try checkRoot()
    let url = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw .unusable("the file cannot be written: \(Self.reason(of: error))")
    }
  }

  private func checkRoot() throws(FixtureError.Reason) {
    guard Self.type(of: location.root) == .typeDirectory else { throw location.missingRoot }
  }

  /// Checks that each existing parent in the path is a folder.
  private func checkFolders() throws(FixtureError.Reason) {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex, folder.count > location.root.count {
      folder = folder[..<slash]
      if let type = Self.type(of: String(folder)) {
        if type == .typeDirectory { return }
        throw .unusable("\(folder) is a file, but must be a folder")
      }
    }
  }

  /// Returns the type of the file at a path, following symbolic links; `nil` if the file does not exist.
  private static func type(of path: String) -> FileAttributeType? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    return try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
  }

  private static func reason(of error: any Error) -> String {
    (error as? CocoaError).flatMap { $0.underlying.map { "\($0)" } } ?? "\(error)"
  }
}
