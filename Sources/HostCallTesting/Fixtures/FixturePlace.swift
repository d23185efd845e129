/// Where a golden file is.
struct FixturePlace {
  /// Its path without an extension.
  let path: String
  /// The folder that has to be there before anything is written: that of the test's source.
  let root: String

  /// - Parameters:
  ///   - name: The file's name without its extension; a subfolder is separated by a slash.
  ///   - folder: Where the files are, from the folder of the test's source, or an absolute path.
  ///   - environment: In which `HOSTCALL_FIXTURES` may name a copy of the tests' folders.
  init(
    _ name: String, in folder: String, of site: CallSite, _ environment: [String: String]
  ) throws(FixtureError.Reason) {
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !steps.contains(where: { ["", ".", ".."].contains($0) }), !name.contains("\0") else {
      throw .unusable(
        "\"\(name)\" is no name of a fixture: it has to be words, with slashes in between, and to stay in its folder")
    }
    if folder.hasPrefix("/") {
      root = folder
    } else {
      root = Self.testFolder(of: site, environment["HOSTCALL_FIXTURES"])
    }
    path = folder.hasPrefix("/") ? "\(folder)/\(name)" : "\(root)/\(folder)/\(name)"
  }

  /// The folder of the test's source, or where the copy of it is.
  ///
  /// In a copy, folders are found from that of the test's module on: with `/data`, for
  /// `/src/Tests/CoreTests/Users/LogIn.swift` of the module `CoreTests`, `/data/CoreTests/Users`.
  private static func testFolder(of site: CallSite, _ copy: String?) -> String {
    let folders = site.filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    guard let copy, !copy.isEmpty else { return folders.isEmpty ? "." : folders.joined(separator: "/") }
    let below = folders.lastIndex { $0 == site.module }.map { folders[$0...].dropFirst() } ?? []
    return ([copy, site.module] + below.map(String.init)).joined(separator: "/")
  }
}
