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

/// A folder that is created with all its files, or not at all.
package struct NewFolder {
  let path: String

  package init(path: String) {
    self.path = path
  }

  /// Writes the files to a hidden folder, and then moves them to their place.
  ///
  /// A folder that exists stays the same, with its permissions, for a shell or a mounted volume in it; the hidden one
  /// is then within.
  ///
  /// - Throws: An error if there is already something other than an empty folder, or if a file cannot be written.
  package func create(_ files: [PackageFile]) throws(CommandError) {
    let isThere = try isEmptyFolder()
    let target = URL(filePath: path).standardizedFileURL
    let parent = isThere ? target : target.deletingLastPathComponent()
    let draft = parent.appending(path: ".\(target.lastPathComponent).\(UUID().uuidString)")
    let missing = Self.missingFolders(to: parent)
    var created = [draft]
    do {
      for file in files {
        let place = draft.appending(path: file.path)
        let folder = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file.bytes).write(to: place)
      }
      if isThere {
        for name in try FileManager.default.contentsOfDirectory(atPath: draft.path) {
          let place = target.appending(path: name)
          // Replaces nothing.
          try FileManager.default.moveItem(at: draft.appending(path: name), to: place)
          created.append(place)
        }
        try FileManager.default.removeItem(at: draft)
      } else {
        try FileManager.default.moveItem(at: draft, to: target)
      }
    } catch {
      for place in created { try? FileManager.default.removeItem(at: place) }
      // A folder into which another program has put something stays.
      for folder in missing { _ = unsafe rmdir(folder.path) }
      throw .noOutput("\(path): \(error)")
    }
  }

  /// Returns the folders of a path that do not exist, the innermost first.
  private static func missingFolders(to folder: URL) -> [URL] {
    guard !FileManager.default.fileExists(atPath: folder.path), folder.pathComponents.count > 1 else { return [] }
    return [folder] + missingFolders(to: folder.deletingLastPathComponent())
  }

  /// Returns whether there is an empty folder, rather than nothing.
  private func isEmptyFolder() throws(CommandError) -> Bool {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      guard let place = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return false }
      throw .noOutput("\(path): found a link to \(place), which is missing, expected an empty folder or none")
    }
    guard isFolder else { throw .noOutput("\(path): found a file, expected an empty folder or none") }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard let first = content.min() else { return true }
    throw .noOutput("\(path): found a folder with \(first), expected an empty one or none")
  }
}
