// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A folder that is created with all its files, or not at all.
package struct NewFolder {
  let path: String

  package init(path: String) {
    self.path = path
  }

  /// Writes the files to a folder beside, which is then renamed.
  ///
  /// - Throws: An error if there is already something other than an empty folder, or if a file cannot be written.
  package func create(_ files: [PackageFile]) throws(CommandError) {
    try checkIsFree()
    let target = URL(filePath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    let draft = parent.appending(path: ".\(target.lastPathComponent).\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      for file in files {
        let place = draft.appending(path: file.path)
        let folder = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(file.bytes).write(to: place)
      }
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw .noOutput("\(path): \(error)")
    }
    // Replaces an empty folder, and nothing else.
    guard unsafe rename(draft.path, target.path) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: draft)
      throw .noOutput("\(path): \(reason)")
    }
  }

  private func checkIsFree() throws(CommandError) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder else { throw .noOutput("\(path): found a file, expected an empty folder or none") }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard let first = content.min() else { return }
    throw .noOutput("\(path): found a folder with \(first), expected an empty one or none")
  }
}
