internal import CBORCodec

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `hostcall fixtures verify DIR`: whether every golden file in a folder, and in those in it, is what it should be; and
/// `hostcall fixtures unused DIR [TESTS]`: which of them no test names any more.
struct FixturesCommand {
  private let folder: String
  /// Where the tests are that name them; nil to check the files themselves.
  private let tests: String?

  /// - Parameter arguments: What follows `fixtures`.
  init(_ arguments: ArraySlice<String>) throws(Failure) {
    let folders = arguments.dropFirst()
    guard let folder = folders.first, !folders.contains(where: { $0.hasPrefix("-") }) else { throw .usage }
    switch arguments.first {
    case "verify" where folders.count == 1: tests = nil
    // They are beside the folder as a rule.
    case "unused" where folders.count <= 2: tests = folders.count == 2 ? folders.last : folder + "/.."
    default: throw .usage
    }
    self.folder = folder
  }

  func run() throws(Failure) {
    if let tests { return try listUnused(tests) }
    let files = try Self.files(in: folder, ".cbor")
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

  /// Prints the files that no test names, and the texts beside them.
  private func listUnused(_ tests: String) throws(Failure) {
    var files: [String] = []
    for suffix in [".cbor", ".diag", ".schema"] { files += try Self.files(in: folder, suffix) }
    guard !files.isEmpty else { throw .noInput("\(folder): there is no fixture in it") }
    var fixtures = UnusedFixtures()
    for source in try Self.files(in: tests, ".swift") {
      fixtures.read(String(decoding: try Input(file: source).readAll(), as: UTF8.self))
    }
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    let unused = files.sorted().filter { file in
      !fixtures.isUsed(String(file.dropFirst(start.count).prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex)))
    }
    guard unused.isEmpty else {
      try Output.write(unused.map { $0 + "\n" }.joined())
      throw .malformedData("\(unused.count) of \(files.count) files are named by no test in \(tests)")
    }
    try Output.write("\(files.count) files: each is named by a test\n")
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

  /// The paths of all files that end in `suffix`, sorted.
  ///
  /// Folders that are links are not gone into, so no loop is endless; nor are hidden ones, such as `.build`.
  private static func files(in folder: String, _ suffix: String) throws(Failure) -> [String] {
    var found: [String] = []
    var folders = [folder]
    while let next = folders.popLast() {
      for name in try names(in: next) where !name.hasPrefix(".") {
        let path = next.hasSuffix("/") ? next + name : "\(next)/\(name)"
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw failure(path) }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
        } else if name.hasSuffix(suffix), unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
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
