// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

package import HostCallGenerator

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The folder of generated files.
package struct OutputFolder {
  let path: String

  package init(path: String) {
    self.path = path
  }

  /// Writes the files that differ from what the folder contains, and returns their paths; files of other names stay.
  ///
  /// Each file is replaced as a whole, so that an interruption leaves the old one or the new one. Its permissions stay.
  /// A link stays too, and the file to which it leads is replaced: several hosts may share one.
  package func write(_ files: [GeneratedFile]) throws(CommandError) -> [String] {
    var written: [String] = []
    for file in files where text(of: file) != file.text {
      let target = path(of: file)
      do {
        let parent = target[..<(target.lastIndex(of: "/") ?? target.endIndex)]
        try FileManager.default.createDirectory(atPath: String(parent), withIntermediateDirectories: true)
        try replace(URL(filePath: target).resolvingSymlinksInPath(), with: file.text)
      } catch {
        throw .noOutput("\(target): \(error)")
      }
      written.append(target)
    }
    return written
  }

  private func replace(_ place: URL, with text: String) throws {
    let permissions = try? FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions]
    try Data(text.utf8).write(to: place, options: .atomic)
    guard let permissions else { return }
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: place.path)
  }

  /// Returns a description of the first difference of each file.
  func differences(from files: [GeneratedFile]) throws(CommandError) -> [String] {
    files.compactMap { file in
      guard let found = text(of: file) else { return "\(path(of: file)): there is no such file" }
      guard found != file.text else { return nil }
      let (old, new) = (lines(of: found), lines(of: file.text))
      let same = zip(old, new).prefix { $0 == $1 }.count
      let (line, other) = (same < old.count ? old[same] : "the end", same < new.count ? new[same] : "the end")
      return "\(path(of: file)): line \(same + 1): found \(line), expected \(other)"
    }
  }

  private func path(of file: GeneratedFile) -> String { path.last == "/" ? path + file.path : "\(path)/\(file.path)" }

  private func text(of file: GeneratedFile) -> String? {
    FileManager.default.contents(atPath: path(of: file)).map { String(decoding: $0, as: UTF8.self) }
  }

  private func lines(of text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
