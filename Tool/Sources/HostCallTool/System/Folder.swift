#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A folder whose files are looked at.
struct Folder {
  let path: String

  /// The paths of all that ends in one of `suffixes` and is no folder, in the folder and below, sorted.
  ///
  /// Folders that are links are not gone into, so no loop is endless; nor are hidden ones, such as `.build`.
  func files(endingIn suffixes: String...) throws(Failure) -> [String] {
    var found: [String] = []
    var folders = [path]
    while let next = folders.popLast() {
      for name in try Self.names(in: next) where !name.hasPrefix(".") {
        let path = next.hasSuffix("/") ? next + name : "\(next)/\(name)"
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw Self.failure(path) }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
        } else if suffixes.contains(where: name.hasSuffix) {
          found.append(path)
        }
      }
    }
    return found.sorted()
  }

  private static func names(in folder: String) throws(Failure) -> [String] {
    guard let directory = unsafe opendir(folder) else { throw failure(folder) }
    defer { unsafe _ = closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
        unsafe names.append(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
    return names
  }

  private static func failure(_ path: String) -> Failure {
    .noInput(unsafe "\(path): \(String(cString: strerror(errno)))")
  }
}
