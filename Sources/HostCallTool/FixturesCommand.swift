internal import CBORCodec

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `hostcall fixtures verify DIR`: whether every golden file in a folder, and in those in it, is what it should be.
struct FixturesCommand {
  private let folder: String

  /// - Parameter arguments: What follows `fixtures`.
  init(_ arguments: ArraySlice<String>) throws(Failure) {
    guard arguments.count == 2, arguments.first == "verify", let folder = arguments.last, !folder.hasPrefix("-") else {
      throw .usage
    }
    self.folder = folder
  }

  func run() throws(Failure) {
    let files = try Self.fixtures(in: folder)
    guard !files.isEmpty else {
      throw .noInput("\(folder): there is no fixture in it, no file whose name ends in .cbor")
    }
    var faults: [String] = []
    for file in files {
      if let fault = Self.fault(in: try Input(file: file).readAll()) { faults.append("\(file): \(fault)") }
    }
    guard faults.isEmpty else { throw .malformedData(faults.joined(separator: "\n")) }
    try Output.write("\(files.count) \(files.count == 1 ? "fixture" : "fixtures"): well-formed, in preferred form\n")
  }

  private static func fault(in bytes: [UInt8]) -> String? {
    do throws(CBORError) {
      let preferred = try CBORCommand.preferred(bytes)
      guard preferred != bytes else { return nil }
      let offset =
        zip(bytes, preferred).enumerated().first { $1.0 != $1.1 }?.offset ?? min(bytes.count, preferred.count)
      return "it is not in preferred form from byte \(offset) on: \(bytes.count) bytes, and \(preferred.count) would do"
    } catch {
      return "\(error)"
    }
  }

  // MARK: Finding files

  /// The paths of all files that end in `.cbor`, sorted.
  ///
  /// Folders that are links are not gone into, so no loop is endless.
  private static func fixtures(in folder: String) throws(Failure) -> [String] {
    var found: [String] = []
    var folders = [folder]
    while let next = folders.popLast() {
      for name in try names(in: next) where name != "." && name != ".." {
        let path = next.hasSuffix("/") ? next + name : "\(next)/\(name)"
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw failure(path) }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
        } else if name.hasSuffix(".cbor") {
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
