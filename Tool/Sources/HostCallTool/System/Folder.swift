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

/// A folder that is searched for files.
struct Folder {
  let path: SystemPath

  init(path: String) {
    self.path = SystemPath(path)
  }

  /// Returns the sorted paths of all files whose names end in one of `suffixes`.
  ///
  /// Skips symbolic links to folders, which could form a loop, and hidden folders, such as `.build`.
  ///
  /// - Parameters:
  ///   - suffixes: The ends of the names.
  ///   - inSubfolders: Whether to search the folder's subfolders as well.
  func files(endingIn suffixes: String..., inSubfolders: Bool = true) throws(CommandError) -> [SystemPath] {
    var found: [SystemPath] = []
    var folders = [path]
    while let next = folders.popLast() {
      for name in try Self.names(in: next) where name.first != UInt8(ascii: ".") {
        let path = next.appending(name)
        var status = stat()
        guard unsafe path.withCString({ unsafe lstat($0, &status) }) == 0 else { throw Self.failure(path) }
        if status.st_mode & S_IFMT == S_IFDIR {
          if inSubfolders { folders.append(path) }
        } else if suffixes.contains(where: { name.reversed().starts(with: $0.utf8.reversed()) }) {
          found.append(path)
        }
      }
    }
    return found.sorted()
  }

  private static func names(in folder: SystemPath) throws(CommandError) -> [[UInt8]] {
    guard let directory = unsafe folder.withCString({ unsafe opendir($0) }) else { throw failure(folder) }
    defer { unsafe _ = closedir(directory) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(directory) {
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
        unsafe names.append(Array(name.prefix { $0 != 0 }))
      }
    }
    return names
  }

  private static func failure(_ path: SystemPath) -> CommandError {
    .noInput(unsafe "\(path): \(String(cString: strerror(errno)))")
  }
}
